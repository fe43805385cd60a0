import { describe, expect, it } from 'vitest';
import { readAhead } from '../src/fit/read-ahead.ts';
import { createWorkSlots } from '../src/fit/work-slots.ts';

describe('reading ahead', () => {
  it('gives everything in order, and has begun the next before it gives one', async () => {
    const begun: number[] = [];
    const given: [number, number][] = [];
    const begin = async (item: number): Promise<number> => {
      begun.push(item);
      // The later ones end first.
      for (let turn = item; turn < 5; turn += 1) await Promise.resolve();
      return item * 10;
    };
    for await (const made of readAhead([1, 2, 3, 4], 1, begin)) given.push([made, begun.length]);
    expect(given).toEqual([
      [10, 2],
      [20, 3],
      [30, 4],
      [40, 4],
    ]);
  });

  it('throws what the work for an item throws, in its turn', async () => {
    const given: number[] = [];
    const read = async (): Promise<void> => {
      for await (const made of readAhead([1, 2, 3], 2, (item) =>
        item === 2 ? Promise.reject(new Error('broken')) : Promise.resolve(item),
      )) {
        given.push(made);
      }
    };
    await expect(read()).rejects.toThrow('broken');
    expect(given).toEqual([1]);
  });

  it('tells work that nobody waits for, and ends after it', async () => {
    const ended: number[] = [];
    for await (const made of readAhead([1, 2, 3], 1, async (item, signal) => {
      if (item === 2) await new Promise((resolve) => signal.addEventListener('abort', resolve));
      ended.push(item);
      return item;
    })) {
      expect(made).toBe(1);
      break;
    }
    expect(ended).toEqual([1, 2]);
  });
});

describe('work slots', () => {
  it('let so many run at a time, in the order of asking, failures included', async () => {
    const inSlot = createWorkSlots(2);
    const log: string[] = [];
    let running = 0;
    const work = (name: string) => async (): Promise<string> => {
      running += 1;
      log.push(`${name} beside ${running - 1}`);
      await new Promise(setImmediate);
      running -= 1;
      if (name === 'b') throw new Error('broken');
      return name;
    };
    const results = await Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map((name) => inSlot(work(name))));
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ]);
    expect(log.map((line) => line[0])).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(log.every((line) => /beside [01]$/.test(line))).toBe(true);
    // Slots are all free again.
    expect(await Promise.all([inSlot(work('f')), inSlot(work('g'))])).toEqual(['f', 'g']);
    expect(running).toBe(0);
  });
});
