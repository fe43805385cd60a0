import { decodeCanonicalPng } from '@pneumo/imaging';
import { toModelInput } from '@pneumo/imaging/pure';
import type { JobContext, JobDone, ObjectStore, Registry } from '@pneumo/shared/runtime';
import { objectKeys, PneumoError } from '@pneumo/shared/runtime';
import { outcomeOf } from './outcome.ts';
import type { VersionCache } from './version-cache.ts';

export interface PredictionDeps {
  readonly store: ObjectStore;
  readonly registry: Registry;
  readonly versions: VersionCache;
  readonly codeVersion: string;
}

/** One stored image through one version. */
export const createPredictionProcessor =
  ({ store, registry, versions, codeVersion }: PredictionDeps) =>
  async ({ principal, input }: JobContext<'prediction'>): Promise<JobDone<'prediction'>> => {
    const { alias, version } = await registry.resolve(principal, input.model);
    const stored = await store.tryGet(objectKeys.image(principal.workspace, input.imageId));
    if (stored === undefined) throw new PneumoError('image_not_found', `Image ${input.imageId} is no longer stored.`);
    const { pixels, width, height } = await decodeCanonicalPng(stored.bytes, { sha256: input.imageId });
    const result = await versions.use(principal, version, async ({ manifest, engine, batcher }) => {
      const { logits } = await batcher.infer(toModelInput(pixels, width, height, manifest.preprocessing));
      return outcomeOf({
        manifest,
        alias,
        imageId: input.imageId,
        logits,
        engine: { name: engine.engine, provider: engine.provider, version: engine.version },
        codeVersion,
      });
    });
    return { result };
  };
