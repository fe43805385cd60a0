import type { StoreSettings } from '../../packages/local/src/index.ts';
import type { JobList, JobResource } from '../../packages/shared/src/contracts/index.ts';
import { createObjectStore, objectKeys } from '../../packages/shared/src/runtime/index.ts';
import type { Http } from '../../test/e2e/http.ts';

const PAGE = 100;

/** All predictions that have an outcome, as often as the list names them. */
export const endedPredictions = async (http: Http): Promise<JobResource[]> => {
  const jobs: JobResource[] = [];
  for (let cursor: string | undefined; ; ) {
    const path = `/v1/jobs?kind=prediction&state=succeeded,failed,cancelled&limit=${PAGE}`;
    const { status, body } = await http.call<JobList>('GET', cursor === undefined ? path : `${path}&cursor=${cursor}`);
    if (status !== 200) throw new Error(`the list of jobs was answered with ${status}: ${JSON.stringify(body)}`);
    jobs.push(...body.jobs);
    if (body.nextCursor === undefined) return jobs;
    cursor = body.nextCursor;
  }
};

/** Process ids of the workers whose first attempts at these jobs came to nothing. */
export const firstWorkers = async (s3: StoreSettings, jobs: readonly JobResource[]): Promise<number[]> => {
  const store = createObjectStore({ ...s3 });
  try {
    return await Promise.all(
      jobs.map(async ({ id }) => {
        const { bytes } = await store.get(objectKeys.attempt('default', id, 1, 'started.json'));
        const { worker } = JSON.parse(bytes.toString()) as { worker: string };
        return Number(worker.slice(worker.lastIndexOf(':') + 1));
      }),
    );
  } finally {
    store.close();
  }
};
