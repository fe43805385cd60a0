import { describe, expect, it } from 'vitest';
import { readScalingRules } from '../../bench/autoscaling/scaled-object.ts';
import { bursts, poisson } from '../../bench/simulator/arrivals.ts';
import { createBatching } from '../../bench/simulator/batching.ts';
import { createClock } from '../../bench/simulator/clock.ts';
import type { Costs } from '../../bench/simulator/costs.ts';
import { createMachine } from '../../bench/simulator/machine.ts';
import { createRandom } from '../../bench/simulator/random.ts';
import { type Scenario, simulate } from '../../bench/simulator/simulate.ts';

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean time in a queue with one server, from 60,000 requests at random. */
const meanTimeMs = (share: number, serviceMs: (mean: number) => number): number => {
  const clock = createClock();
  const server = createMachine(clock, 1).thread();
  const times: number[] = [];
  for (const atMs of poisson(createRandom(7), share * 100, 600 / share)) {
    clock.after(atMs, () => server.work(serviceMs(10), () => times.push(clock.nowMs() - atMs)));
  }
  clock.run();
  return mean(times);
};

describe('one server', () => {
  const random = createRandom(11);

  it('keeps requests at random, of random length, as long as M/M/1 says', () => {
    for (const share of [0.3, 0.6, 0.8]) {
      expect(meanTimeMs(share, (ms) => random.exponential(ms)) / (10 / (1 - share))).toBeCloseTo(1, 1);
    }
  });

  it('keeps requests of equal length as long as M/D/1 says', () => {
    for (const share of [0.3, 0.6, 0.8]) {
      expect(meanTimeMs(share, (ms) => ms) / (10 + (10 * share) / (2 * (1 - share)))).toBeCloseTo(1, 1);
    }
  });
});

describe('a machine', () => {
  it('shares its cores among all threads that have work, and gives none more than one', () => {
    const ends = (cores: number, works: readonly number[]): number[] => {
      const clock = createClock();
      const machine = createMachine(clock, cores);
      const times: number[] = [];
      works.forEach((ms, index) => machine.thread().work(ms, () => (times[index] = clock.nowMs())));
      clock.run();
      return times;
    };
    expect(ends(2, [10])).toEqual([10]);
    expect(ends(2, [10, 20])).toEqual([10, 20]);
    // Three halves of 2/3 of a core each; then each has one to itself.
    expect(ends(2, [10, 20, 20]).map((ms) => Math.round(ms))).toEqual([15, 25, 25]);
    expect(ends(1, [10, 10])).toEqual([20, 20]);
  });
});

describe('batching', () => {
  it('starts a lone image at once, and joins what comes during a run', () => {
    const clock = createClock();
    const engine = createMachine(clock, 1).thread();
    const batching = createBatching(clock, engine, { maxBatch: 4, maxWaitMs: 5, costMs: (images) => 8 + 2 * images });
    const endsMs: number[] = [];
    for (const atMs of [0, 1, 2, 3, 4, 5]) {
      clock.after(atMs, () => batching.infer(() => endsMs.push(clock.nowMs())));
    }
    clock.run();
    expect(endsMs).toEqual([10, 26, 26, 26, 26, 40]);
    expect(batching.counts()).toEqual({ images: 6, runs: 3 });
  });
});

describe('arrivals', () => {
  it('come at the rate that is asked for, and more often in bursts', () => {
    expect([...poisson(createRandom(1), 50, 400)].length / 20_000).toBeCloseTo(1, 1);
    const times = [...bursts(createRandom(1), 50, 600, { everySeconds: 100, lastSeconds: 10, factor: 3 })];
    const inBursts = times.filter((ms) => (ms / 1_000) % 100 >= 90);
    expect(inBursts.length / (60 * 150)).toBeCloseTo(1, 1);
    expect((times.length - inBursts.length) / (540 * 50)).toBeCloseTo(1, 1);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
});

describe('the system', () => {
  const costs: Costs = {
    clients: 0,
    gateway: 8,
    store: 16,
    redis: 2,
    worker: 16,
    engineRun: 2,
    engineImage: 4,
    storeWait: 1,
    sigma: 0.4,
  };
  const base: Scenario = {
    seed: 3,
    costs,
    layout: { kind: 'one-machine', cores: 2 },
    fleet: { workers: 1, startSeconds: 20, losses: [] },
    concurrency: 64,
    maxBatch: 16,
    batchWaitMs: 5,
    load: { clients: 16 },
    seconds: 60,
    warmUpSeconds: 10,
  };

  it('is limited by the cores, and keeps to the law of Little', () => {
    const { perSecond, latenciesMs, imagesPerRun } = simulate(base);
    const cpuMs =
      costs.gateway + costs.store + costs.redis + costs.worker + costs.engineImage + costs.engineRun / imagesPerRun;
    expect(perSecond).toBeLessThan(2_000 / cpuMs);
    expect(perSecond).toBeGreaterThan((0.85 * 2_000) / cpuMs);
    expect((perSecond * mean(latenciesMs)) / 1_000 / 16).toBeCloseTo(1, 1);
    expect(simulate(base).latenciesMs).toEqual(latenciesMs);
  });

  it('answers all that a lost worker had in flight, once its lock has run out', () => {
    const arrivals = (): number[] => Array.from({ length: 800 }, (_, index) => index * 25);
    const lost = simulate({
      ...base,
      warmUpSeconds: 0,
      load: { arrivals },
      fleet: { workers: 2, startSeconds: 20, losses: [{ atSeconds: 10, share: 0.5 }] },
    });
    expect([lost.accepted, lost.answered]).toEqual([800, 800]);
    const late = lost.latenciesMs.filter((ms) => ms > 5_000);
    expect(late.length).toBeGreaterThan(0);
    expect(Math.min(...late)).toBeGreaterThan(7_000);
    expect(Math.max(...late)).toBeLessThan(26_000);
    const whole = simulate({ ...base, warmUpSeconds: 0, load: { arrivals }, fleet: { ...base.fleet, workers: 2 } });
    expect(whole.latenciesMs.at(-1)).toBeLessThan(5_000);
  });

  it('scales by the rules of the cluster: up in a burst, and down long after', async () => {
    const rules = await readScalingRules('inferencer');
    // One worker answers about fifteen in a second.
    const scenario: Scenario = {
      ...base,
      costs: { ...costs, worker: 64 },
      layout: { kind: 'cluster', gateways: 1, coresEach: 2, redisShards: 1 },
      load: { arrivals: (random) => bursts(random, 5, 600, { everySeconds: 600, lastSeconds: 300, factor: 10 }) },
      seconds: 1_500,
    };
    const scaled = simulate({ ...scenario, fleet: { workers: 1, startSeconds: 20, losses: [], rules } });
    expect(scaled.answered).toBe(scaled.accepted);
    expect(scaled.mostWorkers).toBeGreaterThanOrEqual(4);
    expect(scaled.workerSeconds).toBeLessThan(0.7 * 1_500 * scaled.mostWorkers);
    const alone = simulate({ ...scenario, seconds: 700 });
    expect(alone.answered).toBeLessThan(alone.accepted);
  });
});
