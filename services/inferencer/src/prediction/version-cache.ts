import { createHash } from 'node:crypto';
import { createInferenceEngine, type InferenceEngine } from '@pneumo/engines';
import type { Principal, VersionManifest } from '@pneumo/shared/contracts';
import { type Logger, type ObjectStore, objectKeys, PneumoError, type Registry } from '@pneumo/shared/runtime';
import { type Batcher, createBatcher } from './batcher.ts';

export interface LoadedVersion {
  readonly manifest: VersionManifest;
  readonly engine: InferenceEngine;
  readonly batcher: Batcher;
}

export interface VersionCache {
  /** Loads a version once, however many ask for it, and keeps it while it is in use and for as long as there is room. */
  use<T>(principal: Principal, version: string, work: (loaded: LoadedVersion) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface VersionCacheOptions {
  readonly store: ObjectStore;
  readonly registry: Registry;
  readonly logger: Logger;
  readonly engine: 'onnx' | 'tensorflow';
  readonly threads: number;
  readonly maxBatch: number;
  /** Versions kept loaded; more only while all of them are in use. */
  readonly capacity: number;
}

interface Entry {
  readonly loaded: Promise<LoadedVersion>;
  users: number;
}

export const createVersionCache = (options: VersionCacheOptions): VersionCache => {
  const { store, registry, logger } = options;
  // A Map keeps the order of insertion: the first one is the one unused for longest.
  const entries = new Map<string, Entry>();

  const readFile = async (principal: Principal, manifest: VersionManifest, name: string): Promise<Uint8Array> => {
    const expected = manifest.files[name];
    if (expected === undefined) throw new PneumoError('version_damaged', `${manifest.version} has no ${name}.`);
    const { bytes } = await store.get(objectKeys.versionFile(principal.workspace, manifest.version, name));
    if (createHash('sha256').update(bytes).digest('hex') !== expected.sha256) {
      throw new PneumoError('version_damaged', `${name} of ${manifest.version} does not match its recorded hash.`);
    }
    return bytes;
  };

  const load = async (principal: Principal, version: string): Promise<LoadedVersion> => {
    const startedMs = Date.now();
    const manifest = await registry.version(principal, version);
    const threads = options.threads === 0 ? {} : { threads: options.threads };
    const engine =
      options.engine === 'onnx'
        ? await createInferenceEngine({
            engine: 'onnx',
            model: await readFile(principal, manifest, 'model.onnx'),
            ...threads,
          })
        : await createInferenceEngine({
            engine: 'tensorflow',
            files: new Map(
              await Promise.all(
                Object.keys(manifest.files)
                  .filter((name) => name.startsWith('tfjs/'))
                  .map(
                    async (name) => [name.slice('tfjs/'.length), await readFile(principal, manifest, name)] as const,
                  ),
              ),
            ),
            ...threads,
          });
    logger.info(
      { version, engine: engine.engine, provider: engine.provider, ms: Date.now() - startedMs },
      'version loaded',
    );
    return { manifest, engine, batcher: createBatcher(engine, options.maxBatch) };
  };

  const retire = (entry: Entry): void => {
    void entry.loaded.then(({ engine }) => engine.close()).catch(() => undefined);
  };

  const evict = (): void => {
    for (const [key, entry] of entries) {
      if (entries.size <= options.capacity) return;
      if (entry.users > 0) continue;
      entries.delete(key);
      retire(entry);
    }
  };

  return {
    use: async (principal, version, work) => {
      const key = `${principal.workspace}/${version}`;
      const entry = entries.get(key) ?? { loaded: load(principal, version), users: 0 };
      entries.delete(key);
      entries.set(key, entry);
      entry.users += 1;
      try {
        return await work(await entry.loaded);
      } catch (error) {
        // Whatever went wrong with loading or running it, the next job starts from the store again.
        if (entries.get(key) === entry) entries.delete(key);
        retire(entry);
        throw error;
      } finally {
        entry.users -= 1;
        evict();
      }
    },
    close: async () => {
      await Promise.all(
        [...entries.values()].map(({ loaded }) => loaded.then(({ engine }) => engine.close()).catch(() => undefined)),
      );
      entries.clear();
    },
  };
};
