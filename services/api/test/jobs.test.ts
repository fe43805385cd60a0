import type { JobList, JobResource, Problem } from '@pneumo/shared/contracts';
import { objectKeys } from '@pneumo/shared/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from './create-test-app.ts';
import { putDataset } from './samples.ts';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
  await putDataset(test.runtime, test.principal, 'ds-1');
});
afterAll(() => test.close());

const train = async (request: Record<string, unknown> = {}): Promise<JobResource> => {
  const response = await test.app.inject({
    method: 'POST',
    url: '/v1/trainings',
    payload: { dataset: 'ds-1', architecture: 'compact', ...request },
  });
  expect(response.statusCode).toBe(202);
  return response.json<JobResource>();
};

const list = async (query: string): Promise<JobList> => (await test.app.inject(`/v1/jobs?${query}`)).json<JobList>();
const idsOf = ({ jobs }: JobList): string[] => jobs.map(({ id }) => id);
const retry = (id: string) => test.app.inject({ method: 'POST', url: `/v1/jobs/${id}/retry` });

describe('POST /v1/trainings', () => {
  it('fills in recipe, promotion and a seed', async () => {
    const job = await train();
    expect(job.input).toMatchObject({ recipe: 'recommended', promote: 'never', hyperparameters: {} });
    expect((job.input as { seed: number }).seed).toSatisfy(Number.isInteger);
    const given = await train({ seed: 5, recipe: 'original', promote: 'if-better', hyperparameters: { epochs: 3 } });
    expect(given.input).toEqual({
      dataset: 'ds-1',
      architecture: 'compact',
      recipe: 'original',
      promote: 'if-better',
      seed: 5,
      hyperparameters: { epochs: 3 },
    });
    expect((await test.runtime.queues.counts()).training.backlog).toBe(2);
    for (const { id } of [job, given]) await test.end(id, {});
  });

  it.each([
    ['an unknown data set', { dataset: 'ds-none' }, 404, 'dataset_not_found'],
    ['an unknown architecture', { architecture: 'alexnet' }, 400, 'validation_failed'],
    ['a number out of its range', { hyperparameters: { epochs: 0 } }, 400, 'validation_failed'],
    ['an unknown number', { hyperparameters: { epoch: 1 } }, 400, 'validation_failed'],
    ['a seed that is none', { seed: -1 }, 400, 'validation_failed'],
    ['an unknown field', { promotes: 'never' }, 400, 'validation_failed'],
  ])('refuses %s and leaves nothing pending', async (_name, request, status, code) => {
    const payload = { dataset: 'ds-1', architecture: 'compact', ...request };
    const response = await test.app.inject({ method: 'POST', url: '/v1/trainings', payload });
    expect(response.json<Problem>()).toMatchObject({ status, code });
    expect(await test.pending()).toEqual([]);
  });

  it('refuses an empty body', async () => {
    const response = await test.app.inject({ method: 'POST', url: '/v1/trainings' });
    expect(response.json<Problem>()).toMatchObject({ status: 400, code: 'validation_failed' });
  });
});

describe('jobs', () => {
  it('lists by kind and state, newest first, page by page', async () => {
    const jobs = [await train(), await train(), await train()];
    const ids = jobs.map(({ id }) => id).reverse();
    await test.end(ids[1]!, { state: 'failed', error: { code: 'loss_not_finite', message: 'made up' } });
    expect(idsOf(await list('state=queued,running'))).toEqual([ids[0], ids[2]]);
    expect(idsOf(await list('kind=training&state=failed'))).toEqual([ids[1]]);
    expect(idsOf(await list('kind=prediction,dataset-import'))).toEqual([]);
    const first = await list('kind=training&limit=2');
    expect(idsOf(first)).toEqual(ids.slice(0, 2));
    const second = await list(`kind=training&limit=2&cursor=${first.nextCursor ?? ''}`);
    expect(idsOf(second)[0]).toBe(ids[2]);
    for (const id of [ids[0]!, ids[2]!]) await test.end(id, {});
  });

  it.each(['kind=alchemy', 'state=done', 'limit=0', 'limit=1000', 'cursor=x'])('refuses ?%s', async (query) => {
    const response = await test.app.inject(`/v1/jobs?${query}`);
    expect(response.json<Problem>()).toMatchObject({ status: 400, code: 'validation_failed' });
  });

  it('cancels a job that waits, once', async () => {
    const before = (await test.runtime.queues.counts()).training.backlog;
    const { id } = await train();
    const responses = await Promise.all(
      Array.from({ length: 5 }, () => test.app.inject({ method: 'DELETE', url: `/v1/jobs/${id}` })),
    );
    expect(responses.filter(({ statusCode }) => statusCode === 200)[0]?.json()).toMatchObject({
      id,
      state: 'cancelled',
    });
    const refused = responses.filter(({ statusCode }) => statusCode !== 200);
    expect(refused).toHaveLength(4);
    for (const response of refused) {
      expect(response.json<Problem>()).toMatchObject({ status: 409, code: 'job_finished' });
    }
    expect(await test.pending()).toEqual([]);
    expect((await test.runtime.queues.counts()).training.backlog).toBe(before);
    expect(await test.runtime.live.cancelledAmong([id])).toEqual([id]);
  });

  it('repeats a failed or cancelled job as a new one, and no other', async () => {
    const { id, input } = await train({ seed: 11 });
    expect((await retry(id)).json<Problem>()).toMatchObject({ status: 409, code: 'job_not_finished' });
    await test.end(id, { state: 'failed', error: { code: 'out_of_memory', message: 'made up' } });
    const again = await retry(id);
    expect(again.statusCode).toBe(202);
    const job = again.json<JobResource>();
    expect(again.headers.location).toBe(`/v1/jobs/${job.id}`);
    expect(job).toMatchObject({ retryOf: id, state: 'queued', input });
    expect(job.id).not.toBe(id);
    await test.end(job.id, {});
    expect((await retry(job.id)).json<Problem>()).toMatchObject({ status: 409, code: 'job_not_retryable' });
  });

  it('repeats an import only while its archive is stored', async () => {
    const { runtime, principal } = test;
    const id = runtime.jobs.newJobId();
    const source = { type: 'upload', uploadId: id, pieces: 2, sizeBytes: 2, sha256: 'a'.repeat(64) } as const;
    for (const piece of [0, 1]) await runtime.store.put(objectKeys.uploadPiece('default', id, piece), 'x');
    const input = { name: 'n', classes: {}, seed: 1, source };
    await runtime.jobs.accept(principal, { id, kind: 'dataset-import', input });
    await test.end(id, { state: 'cancelled' });
    const again = (await retry(id)).json<JobResource>();
    expect(again.input).toEqual(input);
    await test.end(again.id, { state: 'failed', error: { code: 'dataset_empty', message: 'made up' } });
    await runtime.store.delete(objectKeys.uploadPiece('default', id, 1));
    expect((await retry(id)).json<Problem>()).toMatchObject({ status: 410, code: 'upload_missing' });
  });

  it.each(['01890000-0000-7000-8000-000000000000', 'x', '..%2f..%2fsecret'])('knows no job %s', async (id) => {
    for (const [method, url] of [
      ['GET', `/v1/jobs/${id}`],
      ['DELETE', `/v1/jobs/${id}`],
      ['POST', `/v1/jobs/${id}/retry`],
      ['GET', `/v1/jobs/${id}/events`],
    ] as const) {
      const response = await test.app.inject({ method, url });
      expect(response.json<Problem>()).toMatchObject({ status: 404, code: 'job_not_found' });
    }
  });
});
