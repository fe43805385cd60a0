import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SCOPES } from '@pneumo/shared/contracts';
import { type ApiKeys, PreconditionFailed } from '@pneumo/shared/runtime';

const MIN_KEY_LENGTH = 20;

const tryRead = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

/** The key in the file; made and written, for its owner's eyes only, when there is no file. */
const readOrMake = async (file: string): Promise<string> => {
  const text = await tryRead(file);
  if (text === undefined) {
    const key = `pneumo_${randomBytes(32).toString('base64url')}`;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${key}\n`, { mode: 0o600, flag: 'wx' });
    return key;
  }
  const key = text.trim();
  if (key.length < MIN_KEY_LENGTH) throw new Error(`The key in ${file} is shorter than ${MIN_KEY_LENGTH} characters.`);
  return key;
};

/** Stores the first key, with all scopes, unless it is there. */
export const ensureAdminKey = async (apiKeys: ApiKeys, file: string, workspace: string): Promise<void> => {
  const key = await readOrMake(file);
  try {
    await apiKeys.add(key, { workspace, scopes: SCOPES, name: 'admin' });
  } catch (error) {
    if (!(error instanceof PreconditionFailed)) throw error;
  }
};
