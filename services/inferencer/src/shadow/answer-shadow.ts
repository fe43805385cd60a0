import { decodeCanonicalPng } from '@pneumo/imaging';
import { addPair, noShadowSums } from '@pneumo/models/monitoring';
import {
  CHALLENGER,
  CHAMPION,
  type JobRecord,
  type PredictionInput,
  type PredictionResult,
  type Principal,
  SCHEMA_VERSION,
  type ShadowAnswer,
  type ShadowMessage,
  type ShadowPair,
} from '@pneumo/shared/contracts';
import {
  createCountWriter,
  dayOf,
  type JobStore,
  type Logger,
  type ObjectStore,
  objectKeys,
  PneumoError,
  PreconditionFailed,
} from '@pneumo/shared/runtime';
import type { SitePoints } from '../commissioning/site-points.ts';
import { predictImage } from '../prediction/predict-image.ts';
import type { VersionCache } from '../prediction/version-cache.ts';

export interface ShadowDeps {
  readonly store: ObjectStore;
  readonly jobs: Pick<JobStore, 'tryRecord'>;
  readonly versions: VersionCache;
  readonly sitePoints: SitePoints;
  readonly codeVersion: string;
  readonly logger: Logger;
  readonly flushMs?: number;
}

export interface ShadowAnswers {
  /** Lets the challenger answer a recorded prediction; tells what came of it. A repeat changes nothing. */
  readonly answer: (message: ShadowMessage) => Promise<'answered' | 'answered before' | 'nothing to compare with'>;
  /** Writes the last counts. */
  close(): Promise<void>;
}

const answerOf = (result: PredictionResult): ShadowAnswer => {
  const { outcome, probability, threshold, abstainedBecause, wouldAbstain } = result;
  return {
    version: result.model.version,
    outcome,
    probability,
    threshold,
    ...(abstainedBecause === undefined ? {} : { abstainedBecause }),
    ...(wouldAbstain === undefined ? {} : { wouldAbstain }),
  };
};

const championResult = (record: JobRecord | undefined): PredictionResult | undefined => {
  if (record?.kind !== 'prediction' || record.state !== 'succeeded') return undefined;
  const result = record.result as PredictionResult;
  return result.model.alias === CHAMPION ? result : undefined;
};

/** Runs recorded predictions through the challenger, behind all else that waits, and keeps what the two say. */
export const createShadowAnswers = (deps: ShadowDeps): ShadowAnswers => {
  const { store, jobs, versions, sitePoints, codeVersion } = deps;
  const writer = createCountWriter({ ...deps, empty: noShadowSums });

  const challenge = async (
    principal: Principal,
    challenger: string,
    { imageId, film, abstain, abstainOn }: PredictionInput,
  ): Promise<PredictionResult> => {
    const stored = await store.tryGet(objectKeys.image(principal.workspace, imageId));
    if (stored === undefined) throw new PneumoError('image_not_found', `Image ${imageId} is no longer stored.`);
    const picture = { imageId, ...(await decodeCanonicalPng(stored.bytes, { sha256: imageId })) };
    return versions.use(principal, challenger, async (inUse) => {
      const { result } = await predictImage(
        inUse,
        { ...picture, ...(film === undefined ? {} : { film }) },
        {
          alias: CHALLENGER,
          abstain,
          ...(abstainOn === undefined ? {} : { abstainOn }),
          explain: false,
          lane: 'bulk',
          site: await sitePoints.inForce(principal, challenger),
          codeVersion,
        },
      );
      return result;
    });
  };

  /** Whether it was this call that put it there. */
  const putOnce = async (key: string, pair: ShadowPair): Promise<boolean> => {
    try {
      await store.putJson(key, pair, { ifNoneMatch: '*' });
      return true;
    } catch (error) {
      if (error instanceof PreconditionFailed) return false;
      throw error;
    }
  };

  return {
    answer: async ({ workspace, jobId, challenger }) => {
      const principal: Principal = { workspace, keyId: 'shadow', scopes: [] };
      const record = await jobs.tryRecord(principal, jobId);
      const champion = championResult(record);
      if (record === undefined || champion === undefined) return 'nothing to compare with';
      // By the day of the champion's answer, so that a repeat finds what is there.
      const day = dayOf(record.finishedAt);
      const key = objectKeys.shadowPair(workspace, challenger, day, jobId);
      if (await store.exists(key)) return 'answered before';
      const result = await challenge(principal, challenger, record.input as PredictionInput);
      const pair: ShadowPair = {
        schemaVersion: SCHEMA_VERSION,
        jobId,
        imageId: champion.evidence.imageId,
        answeredAt: record.finishedAt,
        champion: answerOf(champion),
        challenger: answerOf(result),
      };
      // First: a pair that is there is never looked at again.
      if (pair.champion.outcome !== pair.challenger.outcome) {
        await putOnce(objectKeys.shadowDiscordant(workspace, challenger, day, jobId), pair);
      }
      if (!(await putOnce(key, pair))) return 'answered before';
      const folder = objectKeys.shadowCounts(workspace, challenger, champion.model.version);
      writer.add(folder, record.finishedAt, (sums) => addPair(sums, pair));
      return 'answered';
    },
    close: () => writer.close(),
  };
};
