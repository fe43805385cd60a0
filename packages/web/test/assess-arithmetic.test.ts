import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atPrevalence, bandAround } from '../src/assess/log-odds.ts';
import { duration, percent } from '../src/parts/figures.ts';
import { moved, WHOLE, zoomed } from '../src/viewer/view-box.ts';

const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });

describe('a probability at another prevalence', () => {
  it('is what Bayes says: even odds at 50 % are the prevalence itself', () => {
    expect(atPrevalence(0.5, 0.5, 0.1)).toBeCloseTo(0.1, 10);
    // A likelihood ratio of 9, among one in ten: 9 in 18.
    expect(atPrevalence(0.9, 0.5, 0.1)).toBeCloseTo(0.5, 10);
  });

  it('comes back on the way back, and never falls where the disease is more common', () => {
    fc.assert(
      fc.property(share, share, share, (probability, from, to) => {
        const there = atPrevalence(probability, from, to);
        expect(atPrevalence(there, to, from)).toBeCloseTo(probability, 6);
        // Prevalences that differ by less than the rounding of the odds say nothing of a direction.
        if (Math.abs(to - from) > 1e-9 * from) expect(there > probability).toBe(to > from);
      }),
    );
  });
});

describe('the band around a threshold', () => {
  it('holds the threshold, is as wide to both sides in log-odds, and stays a probability', () => {
    expect(bandAround(0.5, Math.log(3))).toEqual({ low: expect.closeTo(0.25), high: expect.closeTo(0.75) });
    fc.assert(
      fc.property(share, fc.double({ min: 0.01, max: 5, noNaN: true }), (threshold, distance) => {
        const { low, high } = bandAround(threshold, distance);
        expect(low).toBeGreaterThan(0);
        expect(low).toBeLessThan(threshold);
        expect(high).toBeGreaterThan(threshold);
        expect(high).toBeLessThan(1);
      }),
    );
  });
});

describe('what is seen of a film', () => {
  it('is all of it after zooming out again, wherever one has been', () => {
    const step = fc.tuple(fc.double({ min: 0.5, max: 2, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const box = steps.reduce((now, [factor, by]) => moved(zoomed(now, factor), by, -by), WHOLE);
        expect(Math.abs(box.shiftX)).toBeLessThanOrEqual(box.zoom / 2);
        expect(zoomed(box, 1 / 100)).toEqual(WHOLE);
      }),
    );
  });
});

describe('figures', () => {
  it('never round a doubt away', () => {
    expect(percent(0.99995)).toBe('above 99.9 %');
    expect(percent(0.0004)).toBe('below 0.1 %');
    expect([percent(0), percent(0.0512), percent(0.742), percent(0.9544), percent(1)]).toEqual([
      '0 %',
      '5.1 %',
      '74 %',
      '95.4 %',
      '100 %',
    ]);
  });

  it('tell how long in the units that people use', () => {
    expect([duration(0.53), duration(42), duration(75), duration(7_320)]).toEqual([
      '0.5 s',
      '42 s',
      '1 min 15 s',
      '2 h 2 min',
    ]);
  });
});
