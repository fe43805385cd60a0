import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const VERSION = '2.73.0';
const INSTALL_MS = 240_000;

/** Kept between runs; the name changes with the version. */
const KEPT = join(tmpdir(), `pneumo-tritonclient-${VERSION}`);

/**
 * The Python of an environment with NVIDIA's own client, made from PyPI when it is first asked for, or why there is none. Whoever makes it makes it
 * aside and moves it into place, so that two at once do no harm.
 */
export const tritonPython = async (): Promise<{ readonly python: string } | { readonly absent: string }> => {
  const python = join(KEPT, 'bin', 'python');
  if (existsSync(python)) return { python };
  const made = await mkdtemp(`${KEPT}-`);
  try {
    await run('python3', ['-m', 'venv', '--copies', made], { timeout: INSTALL_MS });
    // Without trying again: a machine that has no PyPI is to be told soon.
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary', ':all:'];
    const patience = ['--retries', '0', '--timeout', '15'];
    await run(join(made, 'bin', 'python'), [...pip, ...patience, `tritonclient[http]==${VERSION}`], {
      timeout: INSTALL_MS,
    });
    await rename(made, KEPT);
    return { python };
  } catch (error) {
    await rm(made, { recursive: true, force: true });
    if (existsSync(python)) return { python };
    const said = error instanceof Error ? error.message.split('\n').at(-1) : String(error);
    return { absent: `python3 with venv, or PyPI, is absent: ${said}` };
  }
};
