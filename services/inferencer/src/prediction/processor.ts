import { decodeCanonicalPng } from '@pneumo/imaging';
import { CHAMPION } from '@pneumo/shared/contracts';
import type { JobContext, JobDone, ObjectStore, Registry } from '@pneumo/shared/runtime';
import { objectKeys, PneumoError } from '@pneumo/shared/runtime';
import type { SitePoints } from '../commissioning/site-points.ts';
import { driftSampleOf } from '../drift/drift-sample.ts';
import type { FollowChampion } from './champion-answer.ts';
import { keepExplained } from './keep-explained.ts';
import { predictImage } from './predict-image.ts';
import { createSlots } from './slots.ts';
import type { VersionCache } from './version-cache.ts';

export interface PredictionDeps {
  readonly store: ObjectStore;
  readonly registry: Registry;
  readonly versions: VersionCache;
  readonly sitePoints: SitePoints;
  readonly codeVersion: string;
  /** Pictures decoded and predicted at the same time, beside urgent ones; a job whose version is still being loaded does not count. */
  readonly picturesAtOnce?: number;
  /** Of stored images; ours unless another is given, one that is measured. */
  readonly decode?: typeof decodeCanonicalPng;
  /** Hears of each answer of the champion that is recorded. */
  readonly followChampion?: FollowChampion;
}

/** An alias may move, and its old version be deleted, while a job is on its way: how often that is followed. */
const MOVES_FOLLOWED = 3;

/** One stored image through one version. */
export const createPredictionProcessor = ({
  store,
  registry,
  versions,
  sitePoints,
  codeVersion,
  picturesAtOnce = Number.POSITIVE_INFINITY,
  decode = decodeCanonicalPng,
  followChampion,
}: PredictionDeps): ((job: JobContext<'prediction'>) => Promise<JobDone<'prediction'>>) => {
  const slots = createSlots(picturesAtOnce);
  return async (job) => {
    const { principal, input, jobId } = job;
    const { imageId, model, film, priority: lane, ...options } = input;
    const [named, stored] = await Promise.all([
      registry.resolve(principal, model),
      store.tryGet(objectKeys.image(principal.workspace, imageId)),
    ]);
    if (stored === undefined) throw new PneumoError('image_not_found', `Image ${imageId} is no longer stored.`);

    const predict = ({ alias, version }: typeof named): Promise<JobDone<'prediction'>> =>
      versions.use(principal, version, (inUse) => {
        const work = async (): Promise<JobDone<'prediction'>> => {
          const site = await sitePoints.inForce(principal, version);
          const { pixels, width, height } = await decode(stored.bytes, { sha256: imageId });
          const picture = { imageId, pixels, width, height, ...(film === undefined ? {} : { film }) };
          const predicted = await predictImage(inUse, picture, { ...options, alias, site, codeVersion, lane });
          const done = await keepExplained(store, job, predicted);
          if (alias !== CHAMPION || followChampion === undefined) return done;
          const sample = driftSampleOf(inUse.manifest, picture, done.result);
          return { ...done, whenRecorded: () => followChampion({ principal, jobId, version, sample }) };
        };
        return lane === 'urgent' ? work() : slots.run(work);
      });

    for (let { alias, version } = named, moves = 0; ; moves += 1) {
      try {
        return await predict({ alias, version });
      } catch (error) {
        if (!(error instanceof PneumoError) || alias === null || moves === MOVES_FOLLOWED) throw error;
        const now = await registry.resolve(principal, model);
        if (now.version === version) throw error;
        ({ alias, version } = now);
      }
    }
  };
};
