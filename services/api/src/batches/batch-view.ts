import {
  type BatchCounts,
  type BatchInput,
  type BatchResource,
  type BatchResult,
  DISCLAIMER,
  type JobResource,
  NO_BATCH_COUNTS,
  type Principal,
} from '@pneumo/shared/contracts';
import { type ObjectStore, objectKeys, PneumoError } from '@pneumo/shared/runtime';

const countsOf = async (store: ObjectStore, principal: Principal, job: JobResource): Promise<BatchCounts> => {
  if (job.result !== undefined) {
    const { images, pneumonia, normal, abstained, failed, errors } = job.result as BatchResult;
    return { images, pneumonia, normal, abstained, failed, errors };
  }
  const found = await store.tryGet(objectKeys.batchProgress(principal.workspace, folderOf(job)));
  return found === undefined ? NO_BATCH_COUNTS : (JSON.parse(found.bytes.toString()) as BatchCounts);
};

/** Where the parts of a batch and their results lie. */
export const folderOf = (job: Pick<JobResource, 'input'>): string => (job.input as BatchInput).folder;

/** A job as a batch. Throws `job_not_found` for a job of another kind. */
export const viewBatch = async (store: ObjectStore, principal: Principal, job: JobResource): Promise<BatchResource> => {
  if (job.kind !== 'batch') throw new PneumoError('job_not_found', `There is no batch ${job.id}.`);
  const self = `/v1/batches/${job.id}`;
  return {
    ...job,
    links: { ...job.links, self, job: `/v1/jobs/${job.id}`, results: `${self}/results` },
    counts: await countsOf(store, principal, job),
    disclaimer: DISCLAIMER,
  };
};
