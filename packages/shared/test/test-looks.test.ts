import { afterAll, beforeAll, expect, it } from 'vitest';
import { objectKeys } from '../src/runtime/index.ts';
import { createTestRuntime, PRINCIPAL, type TestRuntime } from './create-test-runtime.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await createTestRuntime();
});
afterAll(() => runtime.close());

const look = (version: string, dataset = 'ds-1') =>
  runtime.looks.add(PRINCIPAL, { dataset, version, occasion: 'training', job: runtime.jobs.newJobId() });

it('counts each version once, tells which look it was, and keeps that for good', async () => {
  expect(await look('a')).toEqual({ number: 1, before: 0 });
  expect(await look('b')).toEqual({ number: 2, before: 1 });
  // A training that was run again after a kill, or a commissioning later.
  expect(await look('a')).toEqual({ number: 1, before: 0 });
  expect(await look('c')).toEqual({ number: 3, before: 2 });
  expect((await runtime.looks.list(PRINCIPAL, 'ds-1')).map(({ version }) => version)).toEqual(['a', 'b', 'c']);
});

it('counts by data set and workspace', async () => {
  expect(await look('z', 'ds-2')).toEqual({ number: 1, before: 0 });
  expect(await runtime.looks.list({ ...PRINCIPAL, workspace: 'other' }, 'ds-2')).toEqual([]);
});

it('loses no look of versions that come at the same time', async () => {
  const numbers = await Promise.all(['k', 'l', 'm', 'n'].map((version) => look(version, 'ds-3')));
  expect(await runtime.looks.list(PRINCIPAL, 'ds-3')).toHaveLength(4);
  // In doubt a look counts as later: never two as the first that were not.
  expect(Math.max(...numbers.map(({ number }) => number))).toBeLessThanOrEqual(4);
  expect(await runtime.store.exists(objectKeys.look(PRINCIPAL.workspace, 'ds-3', 'm'))).toBe(true);
});
