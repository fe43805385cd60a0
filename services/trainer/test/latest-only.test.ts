import { expect, it } from 'vitest';
import { createLatestOnly } from '../src/latest-only.ts';

it('does one at a time and, of those that wait, only the newest', async () => {
  const done: number[] = [];
  const dropped: number[] = [];
  const gate = Promise.withResolvers<undefined>();
  const latest = createLatestOnly<number>(
    async (value) => {
      if (value === 1) await gate.promise;
      done.push(value);
    },
    (value) => dropped.push(value),
  );
  for (const value of [1, 2, 3, 4]) latest.give(value);
  expect(dropped).toEqual([2, 3]);
  gate.resolve(undefined);
  await latest.idle();
  expect(done).toEqual([1, 4]);
  latest.give(5);
  await latest.idle();
  expect(done).toEqual([1, 4, 5]);
});
