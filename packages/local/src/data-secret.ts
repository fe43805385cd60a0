import { randomBytes } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { hasErrorCode } from './embedded-store/system-error.ts';

/** The random secret of a data folder kept in `file` (mode 0600), made on first use: 40 hex digits. */
export async function readOrMakeSecret(file: string): Promise<string> {
  try {
    await writeFile(file, randomBytes(20).toString('hex'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!hasErrorCode(error, 'EEXIST')) throw error;
    await chmod(file, 0o600);
  }
  const secret = await readFile(file, 'utf8');
  if (/^[0-9a-f]{40}$/.test(secret)) return secret;
  // Cut short by a kill in the moment of its making: nothing can have used it yet.
  await writeFile(file, randomBytes(20).toString('hex'), { mode: 0o600 });
  return readFile(file, 'utf8');
}
