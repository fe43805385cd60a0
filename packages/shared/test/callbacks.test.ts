import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { DISCLAIMER, type JobRecord } from '../src/contracts/index.ts';
import { objectKeys } from '../src/runtime/index.ts';
import { createTestRuntime, PRINCIPAL, type TestRuntime } from './create-test-runtime.ts';
import { predictionInput, predictionResult } from './job-samples.ts';

let runtime: TestRuntime;
let received: { path: string; jobHeader: unknown; body: Record<string, unknown> }[];
let answer: (response: ServerResponse) => void;

const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const body = JSON.parse(await text(request)) as Record<string, unknown>;
  received.push({ path: request.url ?? '', jobHeader: request.headers['pneumo-job'], body });
  answer(response);
};
const server = createServer((request, response) => void receive(request, response));
let base: string;

beforeAll(async () => {
  runtime = await createTestRuntime();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await runtime.close();
});
beforeEach(() => {
  received = [];
  answer = (response) => void response.writeHead(204).end();
});
afterEach(() => {
  // Addresses can hold names and tokens, whatever becomes of the callback.
  expect(runtime.logLines.join('')).not.toContain('s3cret');
});

const finish = async (callbackUrl: string): Promise<JobRecord> => {
  const pending = await runtime.accept('prediction', predictionInput({ callbackUrl }));
  const { record } = await runtime.jobs.record(PRINCIPAL, pending, {
    state: 'succeeded',
    attempt: 1,
    result: predictionResult(),
  });
  await runtime.finisher.finish(PRINCIPAL, record);
  return record;
};
const isPending = async ({ id }: JobRecord): Promise<boolean> =>
  (await runtime.jobs.tryPending(PRINCIPAL, id)) !== undefined;

test('the result is posted once, with its id and the disclaimer', async () => {
  const record = await finish(`${base}/hook?token=s3cret`);
  expect(received).toEqual([
    {
      path: '/hook?token=s3cret',
      jobHeader: record.id,
      body: {
        id: record.id,
        kind: 'prediction',
        state: 'succeeded',
        result: record.result,
        finishedAt: record.finishedAt,
        disclaimer: DISCLAIMER,
      },
    },
  ]);
  expect(await isPending(record)).toBe(false);
  await runtime.finisher.finish(PRINCIPAL, record);
  expect(received).toHaveLength(1);
});

test('one that is not taken is tried again by reconciling; the result is there meanwhile', async () => {
  answer = (response) => void response.writeHead(500).end('no');
  const record = await finish(`${base}/hook?token=s3cret`);
  expect(await isPending(record)).toBe(true);
  expect(await runtime.state(record.id)).toBe('succeeded');
  answer = (response) => void response.writeHead(200).end('yes');
  await runtime.reconciler.reconcile();
  expect(received).toHaveLength(2);
  expect(await isPending(record)).toBe(false);
  await runtime.reconciler.reconcile();
  expect(received).toHaveLength(2);
});

test('a redirect is not followed', async () => {
  answer = (response) => void response.writeHead(307, { location: `${base}/elsewhere` }).end();
  const record = await finish(`${base}/hook`);
  expect(received.map(({ path }) => path)).toEqual(['/hook']);
  expect(await isPending(record)).toBe(true);
  await runtime.jobs.removePending(PRINCIPAL, record.id);
});

test.each([
  ['nobody listens', 'http://127.0.0.1:1/s3cret'],
  ['credentials in the address', 'http://user:s3cret@127.0.0.1:1/'],
  ['not an address', 'nonsense s3cret'],
])('%s: noted in the log without the address, and given up after a day', async (_name, callbackUrl) => {
  const record = await finish(callbackUrl);
  expect(await isPending(record)).toBe(true);
  expect(runtime.logLines.at(-1)).toContain('a callback was not taken');
  const old = { ...record, finishedAt: new Date(Date.now() - 25 * 3_600_000).toISOString() };
  await runtime.finisher.finish(PRINCIPAL, old);
  expect(await isPending(record)).toBe(false);
  const note = await runtime.store.get(objectKeys.callback(PRINCIPAL.workspace, record.id));
  expect(JSON.parse(note.bytes.toString())).toMatchObject({ delivered: false });
  expect(note.bytes.toString()).not.toContain('s3cret');
});
