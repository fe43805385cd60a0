import assert from 'node:assert/strict';
import type { JobResource } from '../../../packages/shared/src/contracts/index.ts';
import { readEvents } from '../event-stream.ts';
import { createHttp, type Http } from '../http.ts';

/** What the steps of the main job's walk have in common. */
export interface Walk {
  readonly http: Http;
  /** Reads a stream of events to its end. */
  readonly events: (path: string, headers?: Record<string, string>) => ReturnType<typeof readEvents>;
  /** Takes the answer to a request for a job, and gives the job when it has succeeded. */
  readonly succeeded: (accepted: { status: number; body: JobResource }) => Promise<JobResource>;
  readonly train: (dataset: string, hyperparameters: Record<string, unknown>, promote: string) => Promise<JobResource>;
}

export const createWalk = (url: string, key?: string): Walk => {
  const http = createHttp(url, key);
  const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` };
  return {
    http,
    events: (path, headers = {}) => readEvents(`${url}${path}`, { ...authorization, ...headers }),
    succeeded: async ({ status, body }) => {
      assert.ok(status === 202 || status === 200, JSON.stringify(body));
      const job = await http.ended(body.id);
      assert.equal(job.state, 'succeeded', `${job.kind}: ${job.error?.code} ${job.error?.message}`);
      return job;
    },
    train: async (dataset, hyperparameters, promote) => {
      const { status, headers, body } = await http.call<JobResource>('POST', '/v1/trainings', {
        dataset,
        architecture: 'compact',
        seed: 3,
        hyperparameters: { imageSize: 32, batchSize: 16, ...hyperparameters },
        promote,
      });
      assert.equal(status, 202, JSON.stringify(body));
      assert.equal(headers.get('location'), `/v1/jobs/${body.id}`);
      return body;
    },
  };
};
