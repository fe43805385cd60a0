import type { ComparisonInput, JobList, JobResource, Problem, TrainingInput } from '@pneumo/shared/contracts';
import { objectKeys, PneumoError } from '@pneumo/shared/runtime';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestContext } from '../../../test/setup/context.ts';
import { createTestApp, type TestApp } from './create-test-app.ts';
import { openRedisGate, openStoreGate, type RedisGate, type StoreGate } from './gates.ts';
import { putDataset } from './samples.ts';

let test: TestApp;
let redisGate: RedisGate;
let storeGate: StoreGate;

beforeAll(async () => {
  const { redisUrl, s3 } = createTestContext();
  redisGate = await openRedisGate(redisUrl);
  storeGate = await openStoreGate(s3.endpoint);
  test = await createTestApp({ redisUrl: redisGate.url, s3Endpoint: storeGate.endpoint });
  await putDataset(test.runtime, test.principal, 'ds-1');
});
afterEach(async () => {
  // Out of the queues, too: the next test counts them.
  await vi.waitFor(() => test.runtime.redis.ping(), { timeout: 10_000 });
  for (const id of await test.pending()) {
    await test.runtime.canceller.cancel(test.principal, id).catch((error: unknown) => {
      // A comparison has taken it with it.
      if (!(error instanceof PneumoError)) throw error;
    });
  }
});
afterAll(async () => {
  redisGate.mend();
  storeGate.mend();
  await test.close();
  await redisGate.close();
  await storeGate.close();
});

const ASKED = { dataset: 'ds-1', architectures: ['cnn', 'compact'] };
const post = (request: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  test.app.inject({ method: 'POST', url: '/v1/comparisons', payload: { ...ASKED, ...request }, headers });
const compare = async (request: Record<string, unknown> = {}): Promise<JobResource> => {
  const response = await post(request);
  expect(response.statusCode).toBe(202);
  return response.json<JobResource>();
};
const inputOf = (job: JobResource): ComparisonInput => job.input as ComparisonInput;
const trainingsOf = (job: JobResource): string[] => inputOf(job).trainings.map((training) => training.job);

describe('POST /v1/comparisons', () => {
  it('accepts: durable with its trainings, one seed for all, and listed beside them', async () => {
    const response = await post({ hyperparameters: { epochs: 2 }, promote: 'if-better' });
    const job = response.json<JobResource>();
    expect(response.headers['location']).toBe(`/v1/jobs/${job.id}`);
    expect(job).toMatchObject({ kind: 'comparison', state: 'queued', progress: { done: 0, total: 2 } });
    const { trainings, ...rest } = inputOf(job);
    expect(rest).toEqual({
      dataset: 'ds-1',
      recipe: 'recommended',
      hyperparameters: { epochs: 2 },
      promote: 'if-better',
    });
    expect(trainings.map(({ architecture }) => architecture)).toEqual(['cnn', 'compact']);
    expect(new Set(trainings.map(({ seed }) => seed)).size).toBe(1);
    expect((await test.pending()).sort()).toEqual([job.id, ...trainingsOf(job)].sort());
    const list = await test.app.inject('/v1/jobs?kind=training,comparison&state=queued');
    expect(
      list
        .json<JobList>()
        .jobs.map(({ id }) => id)
        .sort(),
    ).toEqual([job.id, ...trainingsOf(job)].sort());
    const training = (await test.app.inject(`/v1/jobs/${trainings[0]!.job}`)).json<JobResource>();
    expect(training.input).toEqual({
      dataset: 'ds-1',
      architecture: 'cnn',
      recipe: 'recommended',
      hyperparameters: { epochs: 2 },
      seed: trainings[0]!.seed,
      promote: 'never',
      comparison: job.id,
    } satisfies TrainingInput);
    const { comparison, training: queued } = await test.runtime.queues.counts();
    // It waits for its trainings, so there is nothing yet to do for who judges.
    expect([comparison.backlog, queued.backlog]).toEqual([0, 2]);
  });

  it('trains each architecture with each of several seeds', async () => {
    const { trainings } = inputOf(await compare({ seeds: [7, 8] }));
    expect(trainings.map(({ architecture, seed }) => [architecture, seed])).toEqual([
      ['cnn', 7],
      ['cnn', 8],
      ['compact', 7],
      ['compact', 8],
    ]);
    expect(inputOf(await compare({ seed: 9 })).trainings.map(({ seed }) => seed)).toEqual([9, 9]);
  });

  it.each([
    ['an unknown data set', { dataset: 'ds-none' }, 404, 'dataset_not_found'],
    ['an unknown architecture', { architectures: ['cnn', 'alexnet'] }, 400, 'validation_failed'],
    ['one architecture', { architectures: ['cnn'] }, 400, 'validation_failed'],
    ['the same one twice', { architectures: ['cnn', 'cnn'] }, 400, 'validation_failed'],
    ['weights that nobody fetched', { architectures: ['cnn', 'vgg16'] }, 422, 'weights_missing'],
    ['a number out of its range', { hyperparameters: { epochs: 0 } }, 400, 'validation_failed'],
    ['seed and seeds', { seed: 1, seeds: [1, 2] }, 400, 'validation_failed'],
    ['the same seed twice', { seeds: [1, 1] }, 400, 'validation_failed'],
    ['an unknown field', { architecture: 'cnn' }, 400, 'validation_failed'],
  ])('refuses %s and leaves nothing pending', async (_name, request, status, code) => {
    expect((await post(request)).json<Problem>()).toMatchObject({ status, code });
    expect(await test.pending()).toEqual([]);
  });

  it('makes one comparison of ten requests with one key that come at once', async () => {
    const responses = await Promise.all(Array.from({ length: 10 }, () => post({}, { 'idempotency-key': 'ten' })));
    const jobs = responses.map((response) => response.json<JobResource>());
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(1);
    expect((await test.pending()).sort()).toEqual([jobs[0]!.id, ...trainingsOf(jobs[0]!)].sort());
    const other = await post({ promote: 'challenger' }, { 'idempotency-key': 'ten' });
    expect(other.json<Problem>()).toMatchObject({ status: 409, code: 'idempotency_key_reused' });
  });

  it('finishes with the same key what a crash between comparison and trainings cut off', async () => {
    const headers = { 'idempotency-key': 'cut off' };
    const first = (await post({}, headers)).json<JobResource>();
    for (const id of trainingsOf(first)) {
      await test.runtime.store.delete(objectKeys.pending(test.principal.workspace, id));
    }
    const again = await post({}, headers);
    expect(again.json<JobResource>().id).toBe(first.id);
    expect((await test.pending()).sort()).toEqual([first.id, ...trainingsOf(first)].sort());
  });

  it('is accepted, and told, while Redis is away', async () => {
    redisGate.cut();
    try {
      const job = await compare();
      expect(job.children?.map(({ state }) => state)).toEqual(['queued', 'queued']);
      expect((await test.pending()).sort()).toEqual([job.id, ...trainingsOf(job)].sort());
    } finally {
      redisGate.mend();
    }
  });
});

describe('a comparison that has ended', () => {
  it('is retried with what succeeded kept, and the rest trained again', async () => {
    const job = await compare();
    const [first, second] = trainingsOf(job);
    await test.end(first!, {});
    await test.end(second!, { state: 'failed', error: { code: 'loss_not_finite', message: 'It burst.' } });
    await test.end(job.id, { state: 'failed', error: { code: 'worker_lost', message: 'Lost.' } });
    const again = await test.app.inject({ method: 'POST', url: `/v1/jobs/${job.id}/retry` });
    expect(again.statusCode).toBe(202);
    const retried = again.json<JobResource>();
    expect(retried).toMatchObject({ kind: 'comparison', retryOf: job.id, state: 'running' });
    expect(retried.children).toMatchObject([
      { id: first, architecture: 'cnn', state: 'succeeded' },
      { architecture: 'compact', state: 'queued' },
    ]);
    expect(trainingsOf(retried)[1]).not.toBe(second);
    expect((await test.pending()).sort()).toEqual([retried.id, trainingsOf(retried)[1]].sort());
  });

  it('leaves a training of its own to be retried alone, as no part of it', async () => {
    const job = await compare();
    const [first] = trainingsOf(job);
    await test.end(first!, { state: 'failed', error: { code: 'loss_not_finite', message: 'It burst.' } });
    const again = await test.app.inject({ method: 'POST', url: `/v1/jobs/${first}/retry` });
    expect(again.json<JobResource>().input).toMatchObject({ architecture: 'cnn', promote: 'never' });
    expect(again.json<JobResource>().input).not.toHaveProperty('comparison');
  });

  it('takes its trainings with it when it is cancelled', async () => {
    const before = (await test.runtime.queues.counts()).training.backlog;
    const job = await compare();
    const response = await test.app.inject({ method: 'DELETE', url: `/v1/jobs/${job.id}` });
    expect(response.json<JobResource>()).toMatchObject({
      state: 'cancelled',
      children: [{ state: 'cancelled' }, { state: 'cancelled' }],
    });
    expect(await test.pending()).toEqual([]);
    expect((await test.runtime.queues.counts()).training.backlog).toBe(before);
  });
});
