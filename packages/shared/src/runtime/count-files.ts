import { randomBytes } from 'node:crypto';
import { SCHEMA_VERSION } from '../contracts/index.ts';
import { messageOf } from './errors.ts';
import { forEachLimited } from './for-each-limited.ts';
import type { Logger } from './logger.ts';
import type { ObjectStore } from './object-store.ts';

/** What a process that is killed may take with it. */
const FLUSH_MS = 2_000;
/** The first files of a process in a folder are small, so that the first few hundred can be told from what came later. */
const SMALL_FILES = 10;
const SMALL_COUNT = 50;
const LARGE_COUNT = 5_000;
/** After its day is over for this long, a file that was never closed counts as closed: its process is gone. */
const LATE_MS = 3_600_000;
const DAY_MS = 24 * 3_600_000;
const READ_AT_ONCE = 8;

/** `<folder><day>/<process>-<n>.json`: sums over what one process saw on one day (UTC). Only that process writes it, anew as it goes. */
export interface CountFile<T> {
  readonly schemaVersion: number;
  readonly since: string;
  readonly until: string;
  readonly count: number;
  /** It will not change any more. */
  readonly closed: boolean;
  readonly sums: T;
}

export interface CountWriter<T> {
  /** Counts in memory; the store hears of it within two seconds. `update` changes the sums in place. */
  add(folder: string, at: string, update: (sums: T) => void): void;
  /** Writes what has not been written, and closes all files. */
  close(): Promise<void>;
}

interface OpenFile<T> {
  readonly key: string;
  readonly since: string;
  readonly limit: number;
  readonly sums: T;
  until: string;
  count: number;
  closed: boolean;
}

export const dayOf = (at: string): string => at.slice(0, 10);

/**
 * Sums that many processes keep at once, without a lock and without reading: each writes files of its own. A killed process loses its last two
 * seconds, and nothing is ever counted twice.
 */
export const createCountWriter = <T>(options: {
  readonly store: ObjectStore;
  readonly logger: Logger;
  readonly empty: () => T;
  readonly flushMs?: number;
}): CountWriter<T> => {
  const { store, logger, empty, flushMs = FLUSH_MS } = options;
  const processName = randomBytes(6).toString('hex');
  const open = new Map<string, OpenFile<T>>();
  const unwritten = new Set<OpenFile<T>>();
  const made = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = async (file: OpenFile<T>): Promise<void> => {
    const { key, since, until, count, closed, sums } = file;
    const content: CountFile<T> = { schemaVersion: SCHEMA_VERSION, since, until, count, closed, sums };
    unwritten.delete(file);
    try {
      await store.putJson(key, content);
    } catch (error) {
      unwritten.add(file);
      throw error;
    }
  };

  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    // One after the other: an older state of a file must not overtake a newer one.
    writing = writing.then(async () => {
      for (const file of [...unwritten]) {
        await write(file).catch((error: unknown) => {
          logger.warn({ error: messageOf(error) }, 'counts were not written; trying again');
        });
      }
      if (unwritten.size > 0) schedule();
    });
    return writing;
  };
  const schedule = (): void => {
    timer ??= setTimeout(() => void flush(), flushMs).unref();
  };

  const shut = (place: string, file: OpenFile<T>): void => {
    file.closed = true;
    open.delete(place);
    unwritten.add(file);
  };

  const fileFor = (folder: string, at: string): OpenFile<T> => {
    const found = open.get(folder);
    const day = dayOf(at);
    if (found !== undefined && found.key.startsWith(`${folder}${day}/`)) return found;
    if (found !== undefined) shut(folder, found);
    const number = made.get(folder) ?? 0;
    const limit = number < SMALL_FILES ? SMALL_COUNT : LARGE_COUNT;
    const key = `${folder}${day}/${processName}-${String(number).padStart(6, '0')}.json`;
    const file = { key, since: at, until: at, limit, sums: empty(), count: 0, closed: false };
    made.set(folder, number + 1);
    open.set(folder, file);
    return file;
  };

  return {
    add: (folder, at, update) => {
      const file = fileFor(folder, at);
      update(file.sums);
      file.count += 1;
      file.until = at > file.until ? at : file.until;
      unwritten.add(file);
      if (file.count >= file.limit) shut(folder, file);
      schedule();
    },
    close: async () => {
      for (const [folder, file] of open) shut(folder, file);
      await flush();
      clearTimeout(timer);
    },
  };
};

export interface FoundCountFile<T> {
  readonly key: string;
  readonly day: string;
  /** It will not change any more. */
  readonly settled: boolean;
  readonly file: CountFile<T>;
}

/** Reads the files of a folder, those of a day (`2026-11-02`) and later ones, a few at a time and in no order. */
export const readCountFiles = async <T>(
  store: ObjectStore,
  folder: string,
  fromDay: string,
  take: (found: FoundCountFile<T>) => void,
): Promise<void> => {
  await forEachLimited(store.list(folder, `${folder}${fromDay}`), READ_AT_ONCE, async ({ key }) => {
    const stored = await store.tryGet(key);
    if (stored === undefined) return;
    const day = key.slice(folder.length).split('/')[0]!;
    const file = JSON.parse(stored.bytes.toString()) as CountFile<T>;
    take({ key, day, file, settled: file.closed || Date.now() > Date.parse(day) + DAY_MS + LATE_MS });
  });
};
