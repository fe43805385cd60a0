import { availableParallelism, cpus } from 'node:os';
import { Redis } from 'ioredis';
import { findFreePort } from '../../packages/local/src/process/free-port.ts';
import { loadOverHttp } from '../serving/http-load.ts';
import { runBareLoop } from '../serving/run-bare-loop.ts';
import { startServingStack } from '../serving/serving-stack.ts';
import { poisson } from '../simulator/arrivals.ts';
import { createRandom } from '../simulator/random.ts';
import { OTHERS_MS } from '../simulator/simulate.ts';
import { cpuSecondsOf } from '../transfer/cpu-time.ts';
import { createCounter, redisCalls, storeCalls } from './backend-calls.ts';
import { cpuSecondsOfMachine } from './cpu-of-machine.ts';
import type { Measured } from './measured.ts';
import { loadOpenly } from './open-loop.ts';
import { createPool } from './pool.ts';

export interface MeasureOptions {
  /** Of the rate at which it is saturated. */
  readonly shares: readonly number[];
  /** Of each load, in each round. */
  readonly seconds: number;
  readonly rounds: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

const CLIENTS = 16;
const WARM_UP_SECONDS = 3;
const CALIBRATION_SECONDS = 8;
const BARE_LOOP = { batches: [1, 8], seconds: 3 };

/** Starts everything that `npm start` starts, calibrates with one client and with many, and then loads it at shares of what it can do. */
export const measure = async ({ shares, seconds, rounds, seed, say }: MeasureOptions): Promise<Measured> => {
  const metricsPort = await findFreePort();
  const serving = await startServingStack(['compact'], {
    env: { PNEUMO_THREADS: '1', PNEUMO_METRICS_PORT: String(metricsPort) },
    say,
    picture: { width: 320, height: 288 },
  });
  const { stack } = serving;
  const redis = new Redis(stack.redisUrl);
  try {
    const model = serving.models[0]!;
    const url = new URL('/v1/predictions', stack.url);
    const requests = serving.requests(model, 'json');
    const metricsUrls = [`${stack.url}/metrics`, `http://127.0.0.1:${metricsPort}/metrics`];

    const cpuByProcess = (): Record<string, number> => {
      const { user, system } = process.cpuUsage();
      const served = stack.processes().map(({ name, pid }) => [name, cpuSecondsOf(pid!)] as const);
      return Object.fromEntries([...served, ['clients', (user + system) / 1e6]]);
    };
    const sum = (times: Readonly<Record<string, number>>): number =>
      Object.values(times).reduce((all, time) => all + time, 0);
    /** Does something, and tells what each process took for it, and what others took meanwhile. */
    const watched = async <T>(work: () => Promise<T>) => {
      const before = cpuByProcess();
      const looks = [{ atMs: performance.now(), others: cpuSecondsOfMachine() - sum(before) }];
      const look = (): void => {
        looks.push({ atMs: performance.now(), others: cpuSecondsOfMachine() - sum(cpuByProcess()) });
      };
      const timer = setInterval(look, OTHERS_MS);
      const result = await work().finally(() => clearInterval(timer));
      look();
      const after = cpuByProcess();
      const took = Object.fromEntries(Object.entries(after).map(([name, time]) => [name, time - before[name]!]));
      const coresBetween = (from: (typeof looks)[0], to: (typeof looks)[0]): number =>
        Number(Math.max(0, ((to.others - from.others) * 1_000) / (to.atMs - from.atMs)).toFixed(2));
      const trace = looks.slice(1).map((to, index) => coresBetween(looks[index]!, to));
      return { result, took, others: { mean: coresBetween(looks[0]!, looks.at(-1)!), trace } };
    };
    const closed = (concurrency: number, forSeconds: number) =>
      loadOverHttp(url, requests, { concurrency, seconds: forSeconds, warmUpSeconds: WARM_UP_SECONDS });

    await closed(CLIENTS, WARM_UP_SECONDS);
    const engineMs: Record<string, number> = {};
    for (const batch of BARE_LOOP.batches) {
      const { images, cpuSeconds } = await runBareLoop(model, { batch, seconds: BARE_LOOP.seconds });
      engineMs[batch] = (cpuSeconds * 1_000) / images;
    }
    // Only says what to ask for.
    const first = await closed(CLIENTS, CALIBRATION_SECONDS);
    const askedRates = shares.map((share) => (share * first.images) / first.seconds);

    // By turns, so that a machine that is faster for a while is so for calibration and loads alike.
    const alone = createPool(WARM_UP_SECONDS);
    const saturated = createPool(WARM_UP_SECONDS);
    const pools = askedRates.map(() => createPool(WARM_UP_SECONDS));
    const seedOf = (round: number, index: number): number => seed + round * askedRates.length + index;
    const calls = {
      redis: createCounter(() => redisCalls(redis)),
      store: createCounter(() => storeCalls(metricsUrls)),
    };
    for (let round = 0; round < rounds; round += 1) {
      alone.add(await watched(() => closed(1, CALIBRATION_SECONDS)));
      await calls.redis.begin();
      await calls.store.begin();
      saturated.add(await watched(() => closed(CLIENTS, CALIBRATION_SECONDS)));
      await calls.redis.end();
      await calls.store.end();
      for (const [index, asked] of askedRates.entries()) {
        const until = seconds + WARM_UP_SECONDS;
        const dueMs = [...poisson(createRandom(seedOf(round, index)), asked, until)];
        pools[index]!.add(
          await watched(() => loadOpenly(url, requests, { dueMs, seconds: until, warmUpSeconds: WARM_UP_SECONDS })),
        );
      }
      const told = [alone, saturated, ...pools].map((pool) => pool.sum());
      say(
        `round ${round + 1}: ${told.map(({ p50, p95, perSecond }) => `${perSecond.toFixed(1)}/s p50 ${p50.toFixed(0)} p95 ${p95.toFixed(0)} ms`).join('; ')}`,
      );
    }
    return {
      at: new Date().toISOString(),
      machine: { cpu: cpus()[0]?.model ?? 'unknown', cores: availableParallelism() },
      alone: alone.sum(),
      saturated: { ...saturated.sum(), clients: CLIENTS },
      engineMs,
      redisCalls: calls.redis.perEach(saturated.predictions()),
      storeCalls: calls.store.perEach(saturated.predictions()),
      loads: pools.map((pool, index) => {
        const { p50, p95, perSecond, cpuMs } = pool.sum();
        return {
          asked: askedRates[index]!,
          seconds: seconds + WARM_UP_SECONDS,
          warmUpSeconds: WARM_UP_SECONDS,
          parts: pool.others().map((others, round) => ({ seed: seedOf(round, index), others })),
          answers: { p50, p95, perSecond },
          cpuMs,
        };
      }),
    };
  } finally {
    redis.disconnect();
    await serving.close();
  }
};
