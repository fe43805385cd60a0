import type { InferenceEngine } from '@pneumo/engines';
import type { Principal, VersionManifest } from '@pneumo/shared/contracts';
import { type Logger, messageOf, TransientError } from '@pneumo/shared/runtime';
import { type Batcher, createBatcher, type InferRequest, type SingleInference } from './batcher.ts';
import type { LoadedVersion, LoadVersion } from './load-version.ts';
import { versionMemoryBytes } from './version-memory.ts';

export interface VersionInUse {
  readonly manifest: VersionManifest;
  readonly engine: Pick<InferenceEngine, 'engine' | 'provider' | 'version'>;
  /** One image, `[imageSize, imageSize]` in 0..255, together with what else waits for this version. */
  readonly infer: (input: Float32Array, request?: InferRequest) => Promise<SingleInference>;
  readonly abstention: LoadedVersion['abstention'];
  readonly gradCam: LoadedVersion['gradCam'];
}

export interface VersionCache {
  /** Loads a version once, however many ask for it, and keeps it while it is in use and for as long as there is room. */
  use<T>(principal: Principal, version: string, work: (version: VersionInUse) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface VersionCacheOptions {
  readonly load: LoadVersion;
  readonly logger: Logger;
  /** Images in one run. */
  readonly maxBatch: number;
  /** Longest wait for company, and only of a version that is under load; 0 = none. */
  readonly maxWaitMs?: number;
  /** Memory that loaded versions may take by `versionMemoryBytes`; more only while all of them are in use, or one alone is larger. */
  readonly maxBytes: number;
}

interface Entry {
  readonly loaded: Promise<LoadedVersion & { readonly batcher: Batcher }>;
  users: number;
  /** 0 until it is loaded. */
  bytes: number;
}

export const createVersionCache = (options: VersionCacheOptions): VersionCache => {
  const { load, logger, maxBatch, maxWaitMs = 0, maxBytes } = options;
  // A Map keeps the order of insertion: the first one is the one unused for longest.
  const entries = new Map<string, Entry>();
  // No longer handed out; closed once its last user lets go.
  const discarded = new Set<Entry>();
  let closed = false;

  const shut = async ({ loaded }: Entry): Promise<void> => {
    // What never loaded has nothing to close, and its users have been told.
    const opened = await loaded.catch(() => undefined);
    await opened?.engine
      .close()
      .catch((error: unknown) => logger.warn({ error: messageOf(error) }, 'an engine did not close'));
  };

  const discard = (key: string, entry: Entry): void => {
    if (entries.get(key) === entry) entries.delete(key);
    discarded.add(entry);
  };

  const evict = (): void => {
    let bytes = [...entries.values()].reduce((sum, entry) => sum + entry.bytes, 0);
    for (const [key, entry] of entries) {
      if (bytes <= maxBytes || entries.size === 1) return;
      if (entry.users > 0) continue;
      entries.delete(key);
      bytes -= entry.bytes;
      void shut(entry);
    }
  };

  const acquire = (key: string, principal: Principal, version: string): Entry => {
    const open = async (): Promise<LoadedVersion & { batcher: Batcher }> => {
      const loaded = await load(principal, version);
      entry.bytes = versionMemoryBytes(loaded.manifest, loaded.engine.engine, maxBatch);
      // What nobody uses makes room before the first run takes its memory.
      evict();
      return { ...loaded, batcher: createBatcher(loaded.engine, { maxBatch, maxWaitMs }) };
    };
    const entry: Entry = entries.get(key) ?? { loaded: open(), users: 0, bytes: 0 };
    entries.delete(key);
    entries.set(key, entry);
    entry.users += 1;
    return entry;
  };

  const release = (entry: Entry): void => {
    entry.users -= 1;
    if (entry.users === 0 && discarded.delete(entry)) void shut(entry);
    evict();
  };

  return {
    use: async (principal, version, work) => {
      if (closed) throw new TransientError('The inferencer is stopping.');
      const key = `${principal.workspace}/${version}`;
      const entry = acquire(key, principal, version);
      // Whatever went wrong with loading or running it, the next job starts from the store again. A fault of the job's
      // own leaves the version to the others.
      const orDiscard = async <R>(step: Promise<R>): Promise<R> => {
        try {
          return await step;
        } catch (error) {
          discard(key, entry);
          throw closed ? new TransientError('The inferencer is stopping.', { cause: error }) : error;
        }
      };
      try {
        const { manifest, engine, abstention, gradCam, batcher } = await orDiscard(entry.loaded);
        const infer: VersionInUse['infer'] = (input, request) => orDiscard(batcher.infer(input, request));
        return await work({ manifest, engine, infer, abstention, gradCam });
      } finally {
        release(entry);
      }
    },
    close: async () => {
      closed = true;
      const all = [...entries.values(), ...discarded];
      entries.clear();
      discarded.clear();
      await Promise.all(all.map(shut));
    },
  };
};
