import { Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import type {
  ComparisonInput,
  ComparisonResult,
  DatasetImportResult,
  JobResource,
} from '../../packages/shared/src/contracts/index.ts';
import { phantomArchive } from '../e2e/archives.ts';
import { createHttp, type Http } from '../e2e/http.ts';
import { startTestStack, type TestStack } from '../e2e/test-stack.ts';
import { testEnv } from '../setup/env.ts';

let stack: TestStack;
afterEach(() => stack.close());

const start = async (): Promise<{ http: Http; dataset: string }> => {
  stack = await startTestStack();
  const http = createHttp(stack.url);
  const { body } = await http.postArchive(await phantomArchive(120), 'phantoms');
  return { http, dataset: ((await http.ended(body.id)).result as DatasetImportResult).dataset };
};

const compare = async (http: Http, dataset: string, epochs: number): Promise<JobResource> => {
  const { body } = await http.call<JobResource>('POST', '/v1/comparisons', {
    dataset,
    architectures: ['compact', 'cnn'],
    seed: 1,
    hyperparameters: { imageSize: 32, epochs, batchSize: 16, earlyStopping: { patience: 0 } },
    promote: 'if-better',
  });
  return body;
};

const flush = async (): Promise<void> => {
  const redis = new Redis(stack.redisUrl);
  await redis.flushall();
  await redis.quit();
};

const versionsOf = async (http: Http): Promise<string[]> =>
  (await http.call<{ models: { trainingJob: string }[] }>('GET', '/v1/models')).body.models.map(
    ({ trainingJob }) => trainingJob,
  );

const trainingsOf = (job: JobResource): string[] => (job.input as ComparisonInput).trainings.map(({ job: id }) => id);

/** Cancelling is held to the same without killed processes in packages/shared/test/comparison-flow.test.ts. */
const itIfLong = it.skipIf(!testEnv.long);

describe('comparisons, with processes killed (two need PNEUMO_TEST_LONG=1)', { timeout: 240_000 }, () => {
  it('end once though Redis is emptied between two trainings, and trainer and inferencer are killed with -9', async () => {
    const { http, dataset } = await start();
    const job = await compare(http, dataset, 12);
    const [first, second] = trainingsOf(job);
    await http.until(first!, ({ progress }) => progress.unit === 'epochs' && progress.done >= 2);
    stack.kill('trainer');
    await http.until(second!, ({ progress }) => progress.unit === 'epochs' && progress.done >= 2);
    await flush();
    stack.kill('inferencer');
    const ended = await http.ended(job.id);
    expect(ended, stack.lines.join('\n')).toMatchObject({ state: 'succeeded' });
    const { candidates, promotion } = ended.result as ComparisonResult;
    expect(candidates.map((candidate) => [candidate.job, candidate.state])).toEqual([
      [first, 'succeeded'],
      [second, 'succeeded'],
    ]);
    expect((await http.job(first!)).attempt).toBe(2);
    expect((await versionsOf(http)).sort()).toEqual([first, second].sort());
    expect(promotion.alias).toBe('champion');
    const list = await http.call<{ jobs: JobResource[] }>('GET', '/v1/jobs?kind=comparison,training&limit=10');
    expect(list.body.jobs.map(({ state }) => state)).toEqual(['succeeded', 'succeeded', 'succeeded']);
  });

  itIfLong('take their trainings with them when they are cancelled, running and waiting', async () => {
    const { http, dataset } = await start();
    const job = await compare(http, dataset, 500);
    const [first, second] = trainingsOf(job);
    await http.until(first!, ({ progress }) => progress.stage.startsWith('training epoch'));
    expect((await http.call('DELETE', `/v1/jobs/${job.id}`)).status).toBe(200);
    const states = await Promise.all([job.id, first!, second!].map(async (id) => (await http.job(id)).state));
    expect(states).toEqual(['cancelled', 'cancelled', 'cancelled']);
    // The trainer is free again, and a retry trains both anew.
    const again = await http.call<JobResource>('POST', `/v1/jobs/${job.id}/retry`);
    expect(again.body).toMatchObject({ retryOf: job.id });
    const [anew] = trainingsOf(again.body);
    expect(trainingsOf(again.body)).not.toContain(first);
    await http.until(anew!, ({ state }) => state === 'running');
    await http.call('DELETE', `/v1/jobs/${again.body.id}`);
    expect(await versionsOf(http)).toEqual([]);
  });

  itIfLong('go on without a training that was cancelled by hand, and fail when none is left', async () => {
    const { http, dataset } = await start();
    const job = await compare(http, dataset, 2);
    await http.call('DELETE', `/v1/jobs/${trainingsOf(job)[1]}`);
    const ended = await http.ended(job.id);
    expect(ended, stack.lines.join('\n')).toMatchObject({
      state: 'succeeded',
      result: { winner: { architecture: 'compact' } },
    });
    expect((ended.result as ComparisonResult).warnings).toContain('cnn (seed 1) was cancelled.');

    const none = await compare(http, dataset, 500);
    for (const id of trainingsOf(none)) await http.call('DELETE', `/v1/jobs/${id}`);
    expect(await http.ended(none.id)).toMatchObject({
      state: 'failed',
      error: { code: 'comparison_no_candidate' },
      children: [{ state: 'cancelled' }, { state: 'cancelled' }],
    });
  });
});
