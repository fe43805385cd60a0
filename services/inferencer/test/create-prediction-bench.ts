import { encodeCanonicalPng, hashPixels } from '@pneumo/imaging';
import { drawPhantom } from '@pneumo/imaging/pure';
import type { PredictionInput, PredictionResult, VersionManifest } from '@pneumo/shared/contracts';
import { objectKeys } from '@pneumo/shared/runtime';
import { createTestRuntime, PRINCIPAL, type TestRuntime } from '../../../packages/shared/test/create-test-runtime.ts';
import { createSitePoints } from '../src/commissioning/site-points.ts';
import { createVersionLoader, type LoadVersion } from '../src/prediction/load-version.ts';
import { createPredictionProcessor } from '../src/prediction/processor.ts';
import { createVersionCache, type VersionCache } from '../src/prediction/version-cache.ts';
import { versionMemoryBytes } from '../src/prediction/version-memory.ts';
import { storeVersion } from './store-version.ts';
import { type WatchedEngines, watchEngines } from './watch-engines.ts';

export const VERSIONS = ['compact-one', 'compact-two', 'compact-three'] as const;

const MAX_BATCH = 8;

/** How late these predictions see a sign-off: soon, for a test. */
const SIGN_OFF_SEEN_MS = 50;

export interface PredictionBench {
  readonly runtime: TestRuntime;
  readonly manifests: readonly VersionManifest[];
  /** Stored phantoms, no two alike. */
  readonly imageIds: readonly string[];
  readonly loader: (engine?: 'onnx' | 'tensorflow') => LoadVersion;
  /** A cache whose engines are counted; `capacity` in versions. */
  readonly openCache: (load: LoadVersion, capacity: number) => { engines: WatchedEngines; versions: VersionCache };
  readonly processor: (versions: VersionCache) => ReturnType<typeof createPredictionProcessor>;
  /** Through the handler alone, without queue and record. */
  readonly predict: (versions: VersionCache, model: string, imageId?: string) => Promise<PredictionResult>;
  readonly inputOf: (model: string, imageId?: string) => PredictionInput;
}

/** Three versions, the first of them champion, and a dozen images on the real store. */
export const createPredictionBench = async (): Promise<PredictionBench> => {
  const runtime = await createTestRuntime();
  const { store, registry, logger } = runtime;
  const manifests: VersionManifest[] = [];
  for (const [index, version] of VERSIONS.entries()) {
    manifests.push(await storeVersion(store, PRINCIPAL, version, index));
  }
  const imageIds = await Promise.all(
    Array.from({ length: 12 }, async (_, seed) => {
      const label = seed % 2 === 0 ? 'normal' : 'pneumonia';
      const picture = drawPhantom({ seed, label, size: { width: 64, height: 64 } });
      const imageId = hashPixels(picture.pixels, picture.width, picture.height);
      await store.put(objectKeys.image(PRINCIPAL.workspace, imageId), encodeCanonicalPng(picture));
      return imageId;
    }),
  );
  await registry.moveAlias(PRINCIPAL, 'champion', { version: VERSIONS[0], reason: 'test', expected: 'any' });

  const inputOf = (model: string, imageId = imageIds[0]!): PredictionInput => ({
    imageId,
    model,
    explain: false,
    abstain: true,
    priority: 'routine',
  });
  const processor = (versions: VersionCache): ReturnType<typeof createPredictionProcessor> =>
    createPredictionProcessor({
      store,
      registry,
      versions,
      sitePoints: createSitePoints(runtime, SIGN_OFF_SEEN_MS),
      codeVersion: 'code-1',
    });
  return {
    runtime,
    manifests,
    imageIds,
    inputOf,
    processor,
    loader: (engine = 'onnx') => createVersionLoader({ store, registry, logger, engine, threads: 1 }),
    openCache: (load, capacity) => {
      const engines = watchEngines(load);
      const maxBytes = capacity * versionMemoryBytes(manifests[0]!, 'onnx', MAX_BATCH);
      return { engines, versions: createVersionCache({ load: engines.load, logger, maxBatch: MAX_BATCH, maxBytes }) };
    },
    predict: async (versions, model, imageId) => {
      const { result } = await processor(versions)({
        jobId: runtime.jobs.newJobId(),
        principal: PRINCIPAL,
        input: inputOf(model, imageId),
        attempt: 1,
        createdAt: new Date().toISOString(),
        logger,
        stop: new AbortController().signal,
        attemptKey: (name) => name,
        progress: () => Promise.resolve(),
      });
      return result;
    },
  };
};
