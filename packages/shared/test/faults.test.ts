import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { isTransient, PneumoError, TransientError } from '../src/runtime/index.ts';
import { createTestRuntime, PRINCIPAL, type TestRuntime } from './create-test-runtime.ts';
import { predictionInput, predictionResult } from './job-samples.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await createTestRuntime();
});
afterAll(() => runtime.close());

test('faults: a bug ends the job after three attempts, a transient one is tried again uncounted, a permanent one fails at once', async () => {
  const attempts = new Map<string, number[]>();
  const times = new Map<string, number[]>();
  const worker = runtime.worker({
    kind: 'prediction',
    concurrency: 4,
    interruptible: false,
    handle: ({ input, attempt }) => {
      const before = attempts.get(input.model) ?? [];
      attempts.set(input.model, [...before, attempt]);
      times.set(input.model, [...(times.get(input.model) ?? []), performance.now()]);
      if (input.model === 'bug') throw new TypeError('cannot read properties of undefined');
      if (input.model === 'permanent') throw new PneumoError('version_not_found', 'There is no version x.');
      if (input.model === 'foreign') throw Object.assign(new Error('damaged'), { code: 'image_unreadable' });
      if (input.model === 'transient' && before.length < 3) {
        throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
      }
      return Promise.resolve({ result: predictionResult() });
    },
  });
  await worker.start();
  const jobs = await Promise.all(
    ['bug', 'permanent', 'foreign', 'transient'].map((model) =>
      runtime.accept('prediction', predictionInput({ model })),
    ),
  );
  await vi.waitFor(
    async () =>
      expect((await Promise.all(jobs.map(({ id }) => runtime.state(id)))).sort()).toEqual([
        'failed',
        'failed',
        'failed',
        'succeeded',
      ]),
    { timeout: 25_000, interval: 200 },
  );
  const records = await Promise.all(jobs.map(({ id }) => runtime.jobs.tryRecord(PRINCIPAL, id)));
  expect(records.map((record) => record?.error?.code)).toEqual([
    'internal_error',
    'version_not_found',
    'image_unreadable',
    undefined,
  ]);
  expect(attempts.get('bug')).toEqual([1, 2, 3]);
  expect(attempts.get('permanent')).toEqual([1]);
  expect(attempts.get('foreign')).toEqual([1]);
  // After as many faults as a job has lives it still runs.
  expect(attempts.get('transient')).toEqual([1, 2, 3, 4]);
  const [first, second, third, fourth] = times.get('transient')!;
  expect(fourth! - third!).toBeGreaterThan(second! - first!);
});

test('a stored request that is not valid fails its job without a try', async () => {
  const job = await runtime.accept('dataset-import', { name: 'no source' } as never);
  const handle = vi.fn<() => Promise<never>>();
  await runtime.worker({ kind: 'dataset-import', concurrency: 1, interruptible: true, handle }).start();
  await vi.waitFor(async () => expect(await runtime.state(job.id)).toBe('failed'), { timeout: 5_000 });
  expect(handle).not.toHaveBeenCalled();
  const record = await runtime.jobs.tryRecord(PRINCIPAL, job.id);
  expect(record?.error?.code).toBe('validation_failed');
});

const coded = (code: string): Error => Object.assign(new Error(code), { code });

test.each([
  ['a refused connection', coded('ECONNREFUSED'), true],
  ['an overloaded store', coded('SlowDown'), true],
  ['a 502 of a proxy', new Error('Request failed after 0 retries: Error: Retryable HTTP status: 502'), true],
  ['Redis loading its data', new Error('LOADING Redis is loading the dataset in memory'), true],
  ['a producer without Redis', new Error("Stream isn't writeable and enableOfflineQueue options is false"), true],
  ['fetch with a cause', new TypeError('fetch failed', { cause: coded('ECONNRESET') }), true],
  ['several addresses, all refused', new AggregateError([coded('ECONNREFUSED')]), true],
  ['what says so itself', new TransientError('later'), true],
  [
    'a permanent fault with a transient cause',
    new PneumoError('internal_error', 'x', { cause: coded('EPIPE') }),
    false,
  ],
  ['a bug', new TypeError('x is not a function'), false],
  ['wrong credentials', coded('AccessDenied'), false],
  ['something else thrown', 'ECONNREFUSED', false],
])('%s: transient or not', (_name, fault, expected) => {
  expect(isTransient(fault)).toBe(expected);
});
