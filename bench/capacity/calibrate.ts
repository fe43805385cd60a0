import { type Costs, costsInFlight } from '../simulator/costs.ts';
import { type Scenario, type Simulated, simulate } from '../simulator/simulate.ts';
import { type Answers, answersOf, type CpuMs, type Measured, type Others } from './measured.ts';

/** A machine as the simulator takes it. */
export interface Calibrated {
  /** With one client. */
  readonly alone: Costs;
  /** With as many as saturate it. */
  readonly saturated: Costs;
  readonly clients: number;
  /** That Pneumo and the others shared while it was calibrated. */
  readonly cores: number;
}

/** How the inferencer is set where it was measured: its defaults. */
export const INFERENCER = { concurrency: 64, maxBatch: 16, batchWaitMs: 5 } as const;

const ROUNDS = 3;
const SEED = 99;
const SECONDS = 40;
const WARM_UP_SECONDS = 5;
const STEPS = 12;

const answersOfSimulated = ({ latenciesMs, perSecond }: Simulated): Answers => answersOf(latenciesMs, perSecond);

/** On the machine that was measured, with its one inferencer. */
export const onThisMachine = (
  { alone, saturated, clients, cores }: Calibrated,
  others: Others,
  rest: Pick<Scenario, 'load' | 'seconds' | 'drainSeconds' | 'warmUpSeconds' | 'seed'>,
): Scenario => ({
  ...rest,
  ...INFERENCER,
  costs: costsInFlight(alone, saturated, clients),
  layout: { kind: 'one-machine', cores, others: others.trace },
  fleet: { workers: 1, startSeconds: 0, losses: [] },
});

/** Where a figure that rises with its argument comes to what is wanted. */
const solve = (low: number, high: number, wanted: number, figure: (at: number) => number): number => {
  let [from, to] = [low, high];
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (from + to) / 2;
    if (figure(middle) < wanted) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
};

const measuredCosts = (cpuMs: CpuMs, engineMs: Measured['engineMs']): Omit<Costs, 'storeWait' | 'sigma'> => {
  const engineImage = (8 * engineMs['8']! - engineMs['1']!) / 7;
  const engineRun = Math.max(0, engineMs['1']! - engineImage);
  return {
    clients: cpuMs['clients']!,
    gateway: cpuMs['api']!,
    store: cpuMs['store']!,
    redis: cpuMs['redis']!,
    worker: Math.max(0, cpuMs['inferencer']! - engineRun - engineImage),
    engineRun,
    engineImage,
  };
};

/**
 * Costs are measured; four things are fitted, on the two calibrations alone: the cores that Pneumo got (on the throughput of many clients), what a call of the store
 * takes besides its processor time (on the median of one client), and the spreads (on the 95th percentile of one client, and of many).
 */
export const calibrate = ({ engineMs, alone, saturated, machine }: Omit<Measured, 'loads'>): Calibrated => {
  interface Fitted {
    readonly cores: number;
    readonly storeWait: number;
    /** With one client, and with many. */
    readonly sigmas: readonly [alone: number, saturated: number];
  }
  const having = ({ cores, storeWait, sigmas }: Fitted): Calibrated => ({
    alone: { ...measuredCosts(alone.cpuMs, engineMs), storeWait, sigma: sigmas[0] },
    saturated: { ...measuredCosts(saturated.cpuMs, engineMs), storeWait, sigma: sigmas[1] },
    clients: saturated.clients,
    cores,
  });
  const withClients = (clients: number, others: Others, fitted: Fitted): Answers =>
    answersOfSimulated(
      simulate(
        onThisMachine(having(fitted), others, {
          load: { clients },
          seconds: SECONDS,
          warmUpSeconds: WARM_UP_SECONDS,
          seed: SEED,
        }),
      ),
    );
  const one = (fitted: Fitted): Answers => withClients(1, alone.others, fitted);
  const many = (fitted: Fitted): Answers => withClients(saturated.clients, saturated.others, fitted);
  let fitted: Fitted = { cores: machine.cores, storeWait: 1, sigmas: [0.5, 0.5] };
  const fit = (
    low: number,
    high: number,
    wanted: number,
    at: (value: number) => Fitted,
    figure: (fitted: Fitted) => number,
  ): void => {
    fitted = at(solve(low, high, wanted, (value) => figure(at(value))));
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    fit(
      0.2 * machine.cores,
      1.5 * machine.cores,
      saturated.perSecond,
      (cores) => ({ ...fitted, cores }),
      (tried) => many(tried).perSecond,
    );
    fit(
      0,
      20,
      alone.p50,
      (storeWait) => ({ ...fitted, storeWait }),
      (tried) => one(tried).p50,
    );
    fit(
      0,
      2,
      alone.p95,
      (sigma) => ({ ...fitted, sigmas: [sigma, fitted.sigmas[1]] }),
      (tried) => one(tried).p95,
    );
    fit(
      0,
      2.5,
      saturated.p95,
      (sigma) => ({ ...fitted, sigmas: [fitted.sigmas[0], sigma] }),
      (tried) => many(tried).p95,
    );
  }
  return having(fitted);
};
