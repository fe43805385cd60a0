import { randomUUID } from 'node:crypto';
import { type Principal, type ReviewAssignment, SCHEMA_VERSION } from '../../contracts/index.ts';
import { PreconditionFailed } from '../errors.ts';
import { objectKeys } from '../object-keys.ts';
import type { ObjectStore } from '../object-store.ts';
import { readerHash } from './reader-hash.ts';

/** Images that the blinded queue gave out. A reader gets one assignment per job, however often the queue is asked. */
export interface ReviewAssignments {
  assign(
    principal: Principal,
    given: Pick<ReviewAssignment, 'job' | 'reader' | 'stage' | 'rule' | 'seed'>,
  ): Promise<ReviewAssignment>;
  tryAssignment(principal: Principal, reader: string, jobId: string): Promise<ReviewAssignment | undefined>;
}

export const createReviewAssignments = (store: ObjectStore): ReviewAssignments => {
  const tryAssignment: ReviewAssignments['tryAssignment'] = async ({ workspace }, reader, jobId) => {
    const found = await store.tryGet(objectKeys.reviewAssignment(workspace, jobId, readerHash(reader)));
    return found === undefined ? undefined : (JSON.parse(found.bytes.toString()) as ReviewAssignment);
  };

  return {
    tryAssignment,
    assign: async (principal, { job, reader, stage, rule, seed }) => {
      const known = await tryAssignment(principal, reader, job);
      if (known !== undefined) return known;
      const made: ReviewAssignment = {
        schemaVersion: SCHEMA_VERSION,
        id: randomUUID(),
        job,
        reader,
        keyId: principal.keyId,
        stage,
        rule,
        seed,
        assignedAt: new Date().toISOString(),
      };
      // Before the assignment, so that no look at the answer after it goes unnoticed.
      await store.put(objectKeys.assignedJob(principal.workspace, job), '');
      try {
        const key = objectKeys.reviewAssignment(principal.workspace, job, readerHash(reader));
        await store.putJson(key, made, { ifNoneMatch: '*' });
        return made;
      } catch (error) {
        if (!(error instanceof PreconditionFailed)) throw error;
        const first = await tryAssignment(principal, reader, job);
        if (first === undefined) throw error;
        return first;
      }
    },
  };
};
