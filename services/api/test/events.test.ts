import type { JobEvent, Problem } from '@pneumo/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext } from '../../../test/setup/context.ts';
import { createTestApp, type TestApp } from './create-test-app.ts';
import { openRedisGate, type RedisGate } from './gates.ts';
import { readEvents } from './sse-reader.ts';

let gate: RedisGate;
let test: TestApp;
let url: string;
beforeAll(async () => {
  gate = await openRedisGate(createTestContext().redisUrl);
  test = await createTestApp({ redisUrl: gate.url });
  url = await test.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await test.close();
  await gate.close();
});

const accept = async (): Promise<string> => {
  const { jobs } = test.runtime;
  const id = jobs.newJobId();
  await jobs.accept(test.principal, {
    id,
    kind: 'dataset-import',
    input: { name: 'n', classes: {}, seed: 1, source: { type: 'inbox', prefix: '' } },
  });
  return id;
};

const tell = (jobId: string, done: number): Promise<void> => {
  const event: JobEvent = {
    workspace: 'default',
    jobId,
    kind: 'dataset-import',
    state: 'running',
    attempt: 1,
    startedAt: '2026-01-02T03:04:05.000Z',
    progress: { done, total: 3, unit: 'images', stage: 'decoding', secondsLeft: 3 - done },
  };
  return test.runtime.live.publish(event);
};

const running = (id: string, done: number) => ({ event: 'job', data: { id, state: 'running', progress: { done } } });
const eventsOf = (id: string, headers: Record<string, string> = {}) =>
  readEvents(`${url}/v1/jobs/${id}/events`, headers);

describe('server-sent events', () => {
  it('begin with the present state, go on with progress, and end with the whole job', async () => {
    const id = await accept();
    const reader = await eventsOf(id);
    expect(reader.status).toBe(200);
    expect(await reader.next()).toMatchObject({ event: 'job', data: { id, state: 'queued', attempt: 0 } });
    await tell(id, 1);
    expect(await reader.next()).toMatchObject(running(id, 1));
    await tell(id, 2);
    expect(await reader.next()).toMatchObject({ ...running(id, 2), id: expect.stringMatching(/^\d+-\d+$/) });
    await test.end(id, { state: 'failed', error: { code: 'dataset_empty', message: 'made up' } });
    const job = (await test.app.inject(`/v1/jobs/${id}`)).json<unknown>();
    expect(await reader.rest()).toMatchObject([{ event: 'job', data: job }]);
  });

  it('resume after the last event that was seen, also when the job has ended since', async () => {
    const id = await accept();
    const first = await eventsOf(id);
    await first.next();
    await tell(id, 1);
    const seen = await first.next();
    first.stop();
    await tell(id, 2);
    await tell(id, 3);
    await test.end(id, {});
    const second = await eventsOf(id, { 'last-event-id': seen!.id! });
    const rest = await second.rest();
    expect(rest).toMatchObject([running(id, 2), running(id, 3), { data: { id, state: 'succeeded' } }]);
    const third = await eventsOf(id, { 'last-event-id': rest.at(-1)!.id! });
    expect(await third.rest()).toMatchObject([{ data: { id, state: 'succeeded' } }]);
  });

  it.each(['nonsense', '99999999999999999-0'])(
    'go on after the Last-Event-ID %s, which no stream gave',
    async (lastEventId) => {
      const id = await accept();
      const reader = await eventsOf(id, { 'last-event-id': lastEventId });
      await tell(id, 1);
      await test.end(id, {});
      expect((await reader.rest()).at(-1)).toMatchObject({ data: { id, state: 'succeeded' } });
    },
  );

  it('tell of several jobs in one stream until the last has ended', async () => {
    const [one, two] = [await accept(), await accept()];
    const reader = await readEvents(`${url}/v1/events?jobs=${one},${two}`);
    await test.end(one, {});
    await test.end(two, { state: 'cancelled' });
    const last = (await reader.rest()).slice(-2);
    expect(last).toMatchObject([{ data: { id: one, state: 'succeeded' } }, { data: { id: two, state: 'cancelled' } }]);
  });

  it('tell at once of a job that has ended', async () => {
    const id = await accept();
    await test.end(id, {});
    expect(await (await eventsOf(id)).rest()).toMatchObject([{ data: { id, state: 'succeeded' } }]);
  });

  it('end also when Redis is away and lost what happened', async () => {
    const id = await accept();
    const reader = await eventsOf(id);
    await reader.next();
    gate.cut();
    const pending = await test.runtime.jobs.tryPending(test.principal, id);
    await test.runtime.jobs.record(test.principal, pending!, { state: 'succeeded', attempt: 1 });
    expect((await reader.rest()).at(-1)).toMatchObject({ data: { id, state: 'succeeded' } });
    gate.mend();
    await expect.poll(async () => (await test.app.inject('/readyz')).statusCode, { timeout: 15_000 }).toBe(200);
  });

  it.each([
    ['/v1/events', 400, 'validation_failed'],
    ['/v1/events?jobs=x', 400, 'validation_failed'],
    ['/v1/events?jobs=01890000-0000-7000-8000-000000000000', 404, 'job_not_found'],
  ])('are refused at %s', async (path, status, code) => {
    expect((await test.app.inject(path)).json<Problem>()).toMatchObject({ status, code });
  });
});
