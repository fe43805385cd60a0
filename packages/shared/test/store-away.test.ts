import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createObjectStore, isTransient } from '../src/runtime/index.ts';
import { createTestRuntime, PRINCIPAL, type TestRuntime } from './create-test-runtime.ts';
import { predictionInput, predictionResult } from './job-samples.ts';
import { type Gate, openGate } from './open-gate.ts';

let runtime: TestRuntime;
let gate: Gate;
/** The same bucket and queues, but with a way to the store that can be cut. */
let behind: TestRuntime;

beforeAll(async () => {
  runtime = await createTestRuntime();
});
afterAll(() => runtime.close());
beforeEach(async () => {
  gate = await openGate(runtime.settings.S3_ENDPOINT);
  behind = await createTestRuntime({ ...runtime.settings, S3_ENDPOINT: gate.url });
});
afterEach(async () => {
  gate.open();
  await behind.close();
  gate.close();
});

const whenWaiting = (): Promise<void> =>
  vi.waitFor(() => expect(behind.logLines.join()).toContain('the store is away'), { timeout: 5_000 });

test('a result is kept until it can be recorded, not worked out anew', async () => {
  const taken: number[] = [];
  await behind
    .worker({
      kind: 'prediction',
      concurrency: 1,
      interruptible: false,
      handle: ({ attempt }) => {
        taken.push(attempt);
        gate.shut();
        return Promise.resolve({ result: predictionResult() });
      },
    })
    .start();
  const job = await runtime.accept('prediction', predictionInput());
  await whenWaiting();
  expect(await runtime.jobs.tryRecord(PRINCIPAL, job.id)).toBeUndefined();
  gate.open();
  await vi.waitFor(async () => expect(await runtime.state(job.id)).toBe('succeeded'), { timeout: 10_000 });
  expect(taken).toEqual([1]);
});

test('an attempt that ends because the store went away costs no life', async () => {
  const taken: number[] = [];
  await behind
    .worker({
      kind: 'prediction',
      concurrency: 1,
      interruptible: false,
      handle: async ({ attempt }) => {
        taken.push(attempt);
        if (attempt > 1) return { result: predictionResult() };
        gate.shut();
        await behind.store.get('anything');
        throw new Error('the store was not away');
      },
    })
    .start();
  const job = await runtime.accept('prediction', predictionInput());
  await whenWaiting();
  gate.open();
  await vi.waitFor(async () => expect(await runtime.state(job.id)).toBe('succeeded'), { timeout: 15_000 });
  expect(taken).toEqual([1, 2]);
  // The two: the successful one is over but, as it has a record, noted nowhere else.
  expect(await runtime.jobs.startAttempt(PRINCIPAL, job.id, 'x')).toMatchObject({ attempt: 3, livesUsed: 1 });
});

const settings = { accessKey: 'a', secretKey: 'b', region: 'us-east-1', bucket: 'bucket', pathStyle: true };

test('a store that falls silent is given up, as a transient fault', async () => {
  gate.silence();
  const store = createObjectStore({ ...settings, endpoint: gate.url }, { idleTimeoutMs: 200 });
  for (const work of [() => store.put('key', 'x'), () => store.tryGet('key'), () => store.exists('key')]) {
    const fault: unknown = await work().then(
      () => 'answered',
      (error: unknown) => error,
    );
    expect(isTransient(fault), String(fault)).toBe(true);
  }
  store.close();
});

test('error answers use up no connections', async () => {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(503).end('a page of some proxy');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  const store = createObjectStore({ ...settings, endpoint: `http://127.0.0.1:${port}` });
  for (let count = 0; count < 20; count += 1) {
    const fault: unknown = await store.tryGet('key').catch((error: unknown) => error);
    expect(String(fault)).toContain('503');
    expect(isTransient(fault)).toBe(true);
  }
  expect(connections).toBeLessThan(10);
  store.close();
  server.closeAllConnections();
  server.close();
});
