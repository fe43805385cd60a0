import { afterAll, beforeAll, expect, test } from 'vitest';
import { type JobKind, type JobState, jobKinds, type Principal } from '../src/contracts/index.ts';
import { createTestRuntime, PRINCIPAL, type TestRuntime } from './create-test-runtime.ts';

const STATES: readonly JobState[] = ['queued', 'running', 'succeeded', 'failed', 'cancelled'];
let runtime: TestRuntime;
/** What was made, newest first. */
let made: { id: string; kind: JobKind; state: JobState }[];

/** A UUIDv7 whose time part is given: many jobs fall into one millisecond. */
const idAt = (milliseconds: number, tail: number): string => {
  const time = milliseconds.toString(16).padStart(12, '0');
  const hash = ((tail * 2_654_435_761) >>> 0).toString(16).padStart(8, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.padEnd(12, '0')}`;
};

beforeAll(async () => {
  runtime = await createTestRuntime();
  const { jobs, live } = runtime;
  made = Array.from({ length: 60 }, (_, index) => ({
    // Three milliseconds for sixty jobs.
    id: idAt(1_700_000_000_000 + (index % 3), index),
    kind: jobKinds[index % jobKinds.length]!,
    state: STATES[index % STATES.length]!,
  }));
  await Promise.all(
    made.map(async ({ id, kind, state }) => {
      const pending = await jobs.accept(PRINCIPAL, { id, kind, input: {} as never });
      if (state === 'running')
        await live.publish({ workspace: PRINCIPAL.workspace, jobId: id, kind, state, attempt: 1 });
      if (state !== 'queued' && state !== 'running') {
        await jobs.record(PRINCIPAL, pending, { state, attempt: 1 });
        await jobs.removePending(PRINCIPAL, id);
      }
      await live.index(PRINCIPAL.workspace, kind, id, state);
    }),
  );
  made.sort((a, b) => (a.id < b.id ? 1 : -1));
});
afterAll(() => runtime.close());

const readAll = async (
  principal: Principal,
  query: { kinds: readonly JobKind[]; states: readonly JobState[]; limit: number },
): Promise<string[]> => {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await runtime.reader.list(principal, { ...query, ...(cursor === undefined ? {} : { cursor }) });
    expect(page.jobs.length).toBeLessThanOrEqual(query.limit);
    ids.push(...page.jobs.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return ids;
};

test.each([1, 7, 60, 100])('pages of %i give every job once, newest first', async (limit) => {
  expect(await readAll(PRINCIPAL, { kinds: jobKinds, states: STATES, limit })).toEqual(made.map(({ id }) => id));
});

test.each([
  [['prediction'], STATES],
  [jobKinds, ['running']],
  [jobKinds, ['queued', 'failed']],
  [
    ['training', 'dataset-import'],
    ['succeeded', 'cancelled', 'running'],
  ],
] as [JobKind[], JobState[]][])('only kinds %j in states %j', async (kinds, states) => {
  const expected = made.filter(({ kind, state }) => kinds.includes(kind) && states.includes(state));
  expect(expected.length).toBeGreaterThan(0);
  expect(await readAll(PRINCIPAL, { kinds, states, limit: 3 })).toEqual(expected.map(({ id }) => id));
});

test('another workspace sees none of them', async () => {
  const other: Principal = { ...PRINCIPAL, workspace: 'other' };
  expect(await readAll(other, { kinds: jobKinds, states: STATES, limit: 10 })).toEqual([]);
  expect(await runtime.reader.tryRead(other, made[0]!.id)).toBeUndefined();
});

test('what has ended never opens again in the index, whoever writes late', async () => {
  const ended = made.find(({ state }) => state === 'succeeded')!;
  await runtime.live.index(PRINCIPAL.workspace, ended.kind, ended.id, 'queued');
  const open = await runtime.live.listIndexed(PRINCIPAL.workspace, { kinds: jobKinds, states: ['queued'], limit: 100 });
  expect(open).not.toContain(ended.id);
});
