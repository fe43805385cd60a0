import { describe, expect, it } from 'vitest';
import { createInFlight } from '../src/prediction/in-flight.ts';

describe('what is in flight', () => {
  it('lets others wait until all of it has ended, however often an end is told', async () => {
    const inFlight = createInFlight();
    await inFlight.untilIdle();
    const [leaveFirst, leaveSecond] = [inFlight.enter(), inFlight.enter()];
    const seen: string[] = [];
    const waited = inFlight.untilIdle().then(() => seen.push('idle'));
    leaveFirst();
    leaveFirst();
    await Promise.resolve();
    expect([inFlight.isBusy(), seen]).toEqual([true, []]);
    seen.push('left');
    leaveSecond();
    await waited;
    expect([inFlight.isBusy(), seen]).toEqual([false, ['left', 'idle']]);
  });

  it('lets nobody wait for ever', async () => {
    const inFlight = createInFlight();
    inFlight.enter();
    await inFlight.untilIdle();
    expect(inFlight.isBusy()).toBe(true);
  });
});
