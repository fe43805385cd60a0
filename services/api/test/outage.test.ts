import type { JobResource, Problem } from '@pneumo/shared/contracts';
import { createReconciler } from '@pneumo/shared/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext } from '../../../test/setup/context.ts';
import { createTestApp, type TestApp } from './create-test-app.ts';
import { form } from './forms.ts';
import { openRedisGate, openStoreGate, type RedisGate, type StoreGate } from './gates.ts';
import { phantomJpeg, putChampion } from './samples.ts';

let redisGate: RedisGate;
let storeGate: StoreGate;
let test: TestApp;

beforeAll(async () => {
  const context = createTestContext();
  redisGate = await openRedisGate(context.redisUrl);
  storeGate = await openStoreGate(context.s3.endpoint);
  test = await createTestApp({ redisUrl: redisGate.url, s3Endpoint: storeGate.endpoint });
  await putChampion(test.runtime, test.principal);
});
afterAll(async () => {
  redisGate.mend();
  storeGate.mend();
  await test.close();
  await redisGate.close();
  await storeGate.close();
});

const predict = async (headers: Record<string, string> = {}) => {
  const body = await form([{ field: 'image', bytes: await phantomJpeg() }]);
  return test.app.inject({ method: 'POST', url: '/v1/predictions', ...body, headers: { ...body.headers, ...headers } });
};

const untilReady = () =>
  expect.poll(async () => (await test.app.inject('/readyz')).statusCode, { timeout: 20_000 }).toBe(200);

describe('with Redis away', () => {
  it('a prediction is accepted, durable, and queued by reconciling', async () => {
    redisGate.cut();
    const ready = await test.app.inject('/readyz');
    expect(ready.json()).toMatchObject({
      status: 503,
      code: 'queue_unavailable',
      checks: { redis: 'down', store: 'up' },
    });
    expect(ready.headers['content-type']).toBe('application/problem+json');
    const response = await predict();
    expect(response.statusCode).toBe(202);
    const job = response.json<JobResource>();
    expect(job.state).toBe('queued');
    expect(await test.pending()).toEqual([job.id]);
    expect((await test.app.inject(`/v1/jobs/${job.id}`)).json()).toMatchObject({ id: job.id, state: 'queued' });
    const waited = await predict({ prefer: 'wait=1', 'idempotency-key': 'away' });
    expect(waited.statusCode).toBe(202);
    for (const url of ['/v1/jobs', '/v1/queues']) {
      const problem = (await test.app.inject(url)).json<Problem>();
      expect([url, problem.status, problem.code]).toEqual([url, 503, 'queue_unavailable']);
    }
    expect((await test.app.inject('/healthz')).statusCode).toBe(200);
    redisGate.mend();
    await untilReady();
    expect((await test.runtime.queues.counts()).prediction.backlog).toBe(0);
    const report = await createReconciler(test.runtime).reconcile();
    expect(report).toMatchObject({ pending: 2, queuedAgain: 2 });
    expect((await test.runtime.queues.counts()).prediction.backlog).toBe(2);
    for (const id of await test.pending()) await test.end(id, {});
  });
});

describe('with the store away', () => {
  it('requests are refused with a code, and nothing is left behind', async () => {
    storeGate.refuse(() => true);
    const ready = await test.app.inject('/readyz');
    expect(ready.json()).toMatchObject({
      status: 503,
      code: 'store_unavailable',
      checks: { redis: 'up', store: 'down' },
    });
    const response = await predict();
    expect(response.json<Problem>()).toMatchObject({ status: 503, code: 'store_unavailable' });
    expect(response.headers['retry-after']).toBeDefined();
    expect((await test.app.inject('/v1/models')).json<Problem>().code).toBe('store_unavailable');
    expect((await test.app.inject('/healthz')).statusCode).toBe(200);
    const before = (await test.runtime.queues.counts()).prediction.backlog;
    storeGate.mend();
    await untilReady();
    expect(await test.pending()).toEqual([]);
    expect((await predict()).statusCode).toBe(202);
    expect((await test.runtime.queues.counts()).prediction.backlog).toBe(before + 1);
  });
});
