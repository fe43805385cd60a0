import { mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** What `<data>/run.json` says about the start that holds the folder. */
export interface RunFile {
  pid: number;
  state: 'starting' | 'ready';
  startedAt: string;
  url?: string;
  redisUrl?: string;
  storeEndpoint?: string;
  /** Settings that other processes need to find the same Redis and store: as the services have them, without the store's secret. */
  services?: Record<string, string>;
  /** Where that secret lies, when the store is ours. */
  secretFile?: string;
  processes?: { name: string; pid: number | undefined }[];
}

export interface DataFolderLock {
  /** The folder as an absolute path without links. */
  dataDir: string;
  release(): void;
}

export const runFilePath = (dataDir: string): string => join(dataDir, 'run.json');

function describeHolder(dataDir: string): string {
  try {
    const { pid, url } = JSON.parse(readFileSync(runFilePath(dataDir), 'utf8')) as Partial<RunFile>;
    return ` (pid ${pid ?? 'unknown'}${url === undefined ? '' : `, ${url}`})`;
  } catch {
    return '';
  }
}

/** Kept from garbage collection, which would close the database and with it give up the lock. */
const held = new Set<DatabaseSync>();

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && (error.errcode === 5 || error.errcode === 6);

/**
 * Takes the data folder for this process, making the folder when it is missing. The lock is SQLite's on an empty file,
 * that is the operating system's: two starts cannot both get it, and it is gone with its holder, however that ended.
 * Throws an Error naming the holder.
 */
export function lockDataFolder(folder: string): DataFolderLock {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const dataDir = realpathSync(folder);
  const database = new DatabaseSync(join(dataDir, 'lock'));
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (!isBusy(error)) throw error;
    const holder = describeHolder(dataDir);
    const advice = 'Stop it, or set PNEUMO_DATA_DIR to another folder.';
    throw new Error(`Pneumo is already running on ${dataDir}${holder}. ${advice}`, { cause: error });
  }
  held.add(database);
  return {
    dataDir,
    release: () => {
      if (held.delete(database)) database.close();
    },
  };
}
