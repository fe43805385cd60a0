import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { kerasEnvironmentFolder } from './env.ts';

const run = promisify(execFile);
const requirements = join(import.meta.dirname, '../keras/requirements.txt');

/**
 * Path of a Python that has TensorFlow and Keras in the versions that this is measured against; installs them from PyPI the first
 * time. Throws, saying why, where they cannot be had.
 */
export const openKerasEnvironment = async (say: (line: string) => void): Promise<string> => {
  const folder = kerasEnvironmentFolder;
  const python = join(folder, 'bin/python');
  if (!existsSync(python)) {
    say(`making a Python environment in ${folder}`);
    await run('python3', ['-m', 'venv', folder]);
  }
  const wanted = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
  try {
    await run(python, ['-c', 'import keras, tensorflow']);
  } catch {
    say('installing TensorFlow and Keras (about 300 MB)');
    await run(python, wanted);
  }
  return python;
};
