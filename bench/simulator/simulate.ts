import type { Arrivals } from './arrivals.ts';
import { createClock } from './clock.ts';
import { type Costs, GATEWAY_PIECES, STEPS, STORE_CALLS } from './costs.ts';
import { createFifo } from './fifo.ts';
import { createFleet, type FleetOptions } from './fleet.ts';
import { createGateway } from './gateway.ts';
import { createMachine, type Machine, type Thread } from './machine.ts';
import { createRandom, type Random } from './random.ts';
import { createWorker, type WorkerJob } from './worker.ts';

/** Everything on one machine, or each process on cores of its own with a store that only takes time. */
export type Layout =
  | {
      readonly kind: 'one-machine';
      readonly cores: number;
      /** Cores that others took, in each half second; from the beginning again where it is too short. */
      readonly others?: readonly number[];
    }
  | { readonly kind: 'cluster'; readonly gateways: number; readonly coresEach: number; readonly redisShards: number };

/** Length of what `others` counts. */
export const OTHERS_MS = 500;

export interface Scenario {
  readonly seed: number;
  /** The same always, or by how many predictions are in flight. */
  readonly costs: Costs | ((inFlight: number) => Costs);
  readonly layout: Layout;
  readonly fleet: FleetOptions;
  readonly concurrency: number;
  readonly maxBatch: number;
  readonly batchWaitMs: number;
  /** Requests that come by themselves, or clients that send again when they have their answer. */
  readonly load: { readonly arrivals: (random: Random) => Arrivals } | { readonly clients: number };
  readonly seconds: number;
  /** After the load, for what is under way then. */
  readonly drainSeconds?: number;
  /** Answers before this are not counted. */
  readonly warmUpSeconds: number;
}

export interface Simulated {
  /** Of requests that came after the warm-up and were answered, sorted. */
  readonly latenciesMs: readonly number[];
  /** Answers per second between the warm-up and `seconds`. */
  readonly perSecond: number;
  readonly accepted: number;
  readonly answered: number;
  readonly mostWorkers: number;
  readonly mostBacklog: number;
  readonly workerSeconds: number;
  readonly imagesPerRun: number;
  /** Share of the time that Redis, and the busiest gateway, had work. */
  readonly redisBusy: number;
  readonly gatewayBusy: number;
}

export const simulate = (scenario: Scenario): Simulated => {
  const { layout, load, seconds, drainSeconds = 0, warmUpSeconds } = scenario;
  const untilMs = (seconds + drainSeconds) * 1_000;
  const clock = createClock();
  const random = createRandom(scenario.seed);
  // Requests come from numbers of their own, so that two scenarios are asked the same.
  const asking = createRandom(scenario.seed + 1);
  let accepted = 0;
  let answered = 0;
  const costs = (): Costs =>
    typeof scenario.costs === 'function' ? scenario.costs(accepted - answered) : scenario.costs;
  /** One of so many equal pieces. */
  const cost = (name: keyof Costs, pieces = 1): number => {
    const now = costs();
    return random.lognormal(now[name] / pieces, now.sigma);
  };

  const shared = layout.kind === 'one-machine' ? createMachine(clock, layout.cores) : undefined;
  if (layout.kind === 'one-machine' && layout.others !== undefined && layout.others.length > 0) {
    const { others } = layout;
    const follow = (index: number): void => {
      shared!.setOthers(others[index % others.length]!);
      clock.after(OTHERS_MS, () => follow(index + 1));
    };
    follow(0);
  }
  const place = (cores: number): Machine => shared ?? createMachine(clock, cores);
  const clientsThread = shared?.thread();
  const storeThread = shared?.thread();
  const redisThreads: Thread[] = Array.from({ length: layout.kind === 'cluster' ? layout.redisShards : 1 }, () =>
    place(1).thread(),
  );

  const store = (done: () => void): void => {
    const wait = (): void => clock.after(cost('storeWait'), done);
    if (storeThread === undefined) wait();
    else storeThread.work(cost('store', STORE_CALLS), wait);
  };
  // A shard has queues of its own; each worker serves them all.
  let nextShard = 0;
  const redis = (done: () => void): void =>
    redisThreads[nextShard++ % redisThreads.length]!.work(cost('redis', STEPS.redisCalls), done);

  const queue = createFifo<WorkerJob>();
  let open = 0;
  let mostBacklog = 0;
  const fleet = createFleet(
    {
      clock,
      random,
      createWorker: () => {
        const machine = place(layout.kind === 'cluster' ? layout.coresEach : 1);
        const threads = { mainThread: machine.thread(), engineThread: machine.thread() };
        const { concurrency, maxBatch, batchWaitMs } = scenario;
        return createWorker({
          clock,
          random,
          costs,
          queue,
          concurrency,
          maxBatch,
          batchWaitMs,
          ...threads,
          store,
          redis,
        });
      },
    },
    scenario.fleet,
    () => open,
  );

  const gatewayPiece = (thread: Thread, done: () => void): void => thread.work(cost('gateway', GATEWAY_PIECES), done);
  const gateways = Array.from({ length: layout.kind === 'cluster' ? layout.gateways : 1 }, () => {
    const thread = place(layout.kind === 'cluster' ? layout.coresEach : 1).thread();
    return createGateway(clock, thread, (done) => thread.work(0, done));
  });

  const latenciesMs: number[] = [];
  let counted = 0;

  const clientPiece = (done: () => void): void => {
    if (clientsThread === undefined) done();
    else clientsThread.work(cost('clients', 2), done);
  };

  const ask = (onAnswer: () => void): void => {
    const cameMs = clock.nowMs();
    const gateway = gateways[accepted % gateways.length]!;
    accepted += 1;
    const { thread } = gateway;
    const calls = (count: number, next: () => void): void => {
      if (count === 0) next();
      else store(() => gatewayPiece(thread, () => calls(count - 1, next)));
    };
    const answer = (): void =>
      calls(STEPS.gatewayCallsAfter, () =>
        clientPiece(() => {
          answered += 1;
          const nowMs = clock.nowMs();
          if (nowMs >= warmUpSeconds * 1_000 && nowMs <= seconds * 1_000) counted += 1;
          if (cameMs >= warmUpSeconds * 1_000) latenciesMs.push(nowMs - cameMs);
          onAnswer();
        }),
      );
    const enqueue = (): void => {
      const { ended } = gateway.listen();
      let isAnswered = false;
      const job: WorkerJob = {
        answered: () => {
          if (isAnswered) return;
          isAnswered = true;
          open -= 1;
          ended(() => gatewayPiece(thread, answer));
        },
        orphaned: () => {
          if (isAnswered) return;
          queue.push(job);
          fleet.wake();
        },
      };
      open += 1;
      mostBacklog = Math.max(mostBacklog, open);
      queue.push(job);
      fleet.wake();
    };
    clientPiece(() => gatewayPiece(thread, () => calls(STEPS.gatewayCallsBefore, () => redis(enqueue))));
  };

  if ('clients' in load) {
    const client = (): void => {
      if (clock.nowMs() < seconds * 1_000) ask(client);
    };
    for (let index = 0; index < load.clients; index += 1) client();
  } else {
    const arrivals = load.arrivals(asking)[Symbol.iterator]();
    const next = (): void => {
      const arrival = arrivals.next();
      if (arrival.done === true) return;
      clock.after(arrival.value - clock.nowMs(), () => {
        ask(() => undefined);
        next();
      });
    };
    next();
  }
  clock.run(untilMs);
  const workerSeconds = fleet.workerSeconds();
  const busyOf = (thread: Thread): number => thread.usedMs() / untilMs;
  const redisBusy = Math.max(...redisThreads.map(busyOf));
  const gatewayBusy = Math.max(...gateways.map(({ thread }) => busyOf(thread)));
  const { images, runs } = fleet.counts();
  return {
    latenciesMs: latenciesMs.toSorted((a, b) => a - b),
    perSecond: counted / (seconds - warmUpSeconds),
    accepted,
    answered,
    mostWorkers: fleet.most(),
    mostBacklog,
    workerSeconds,
    imagesPerRun: images / runs,
    redisBusy,
    gatewayBusy,
  };
};
