import { setTimeout as delay } from 'node:timers/promises';
import {
  type JobRecord,
  type PredictionInput,
  type PredictionResult,
  type Principal,
  type ReviewCase,
  SCHEMA_VERSION,
} from '../../contracts/index.ts';
import { PreconditionFailed } from '../errors.ts';
import { forEachLimited } from '../for-each-limited.ts';
import { objectKeys } from '../object-keys.ts';
import type { ObjectStore } from '../object-store.ts';

/** Reviewed predictions in the store. */
export interface ReviewCases {
  tryCase(principal: Principal, jobId: string): Promise<ReviewCase | undefined>;
  /** All of the workspace, in the order of their predictions. */
  list(principal: Principal): Promise<ReviewCase[]>;
  /** Changes a case by compare-and-set; the change is decided again when another writer came first. Undefined leaves it as it is. */
  change(
    principal: Principal,
    jobId: string,
    decide: (before: ReviewCase | undefined) => ReviewCase | undefined,
  ): Promise<void>;
}

const ATTEMPTS = 20;
const LONGEST_WAIT_MS = 100;
const READ_AT_ONCE = 16;

/** The case of a prediction that nobody has reviewed yet. The record must be one that succeeded. */
export const openCase = ({ id, createdAt, input, result }: JobRecord): ReviewCase => {
  const { imageId, film } = input as PredictionInput;
  const { model, outcome, probability, threshold } = result as PredictionResult;
  return {
    schemaVersion: SCHEMA_VERSION,
    job: id,
    predictedAt: createdAt,
    imageId,
    ...(film === undefined ? {} : { film }),
    version: model.version,
    outcome,
    probability,
    threshold,
    readers: [],
  };
};

export const createReviewCases = (store: ObjectStore): ReviewCases => {
  const read = async (
    { workspace }: Principal,
    jobId: string,
  ): Promise<{ found: ReviewCase; etag: string } | undefined> => {
    const stored = await store.tryGet(objectKeys.reviewCase(workspace, jobId));
    if (stored === undefined) return undefined;
    return { found: JSON.parse(stored.bytes.toString()) as ReviewCase, etag: stored.etag };
  };

  return {
    tryCase: async (principal, jobId) => (await read(principal, jobId))?.found,
    list: async (principal) => {
      const cases: ReviewCase[] = [];
      await forEachLimited(
        store.list(objectKeys.reviewCasesFolder(principal.workspace)),
        READ_AT_ONCE,
        async (item) => {
          cases.push(JSON.parse((await store.get(item.key)).bytes.toString()) as ReviewCase);
        },
      );
      return cases.sort((a, b) => (a.job < b.job ? -1 : 1));
    },
    change: async (principal, jobId, decide) => {
      for (let attempt = 1; ; attempt += 1) {
        const before = await read(principal, jobId);
        const next = decide(before?.found);
        if (next === undefined) return;
        const condition = before === undefined ? ({ ifNoneMatch: '*' } as const) : { ifMatch: before.etag };
        try {
          await store.putJson(objectKeys.reviewCase(principal.workspace, jobId), next, condition);
          return;
        } catch (error) {
          if (!(error instanceof PreconditionFailed) || attempt >= ATTEMPTS) throw error;
          await delay(Math.random() * LONGEST_WAIT_MS);
        }
      }
    },
  };
};
