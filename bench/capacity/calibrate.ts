import type { Costs } from '../simulator/costs.ts';
import { type Scenario, type Simulated, simulate } from '../simulator/simulate.ts';
import { type Answers, answersOf, type Measured, type Others } from './measured.ts';

/** A machine as the simulator takes it. */
export interface Calibrated {
  readonly costs: Costs;
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

export const answersOfSimulated = ({ latenciesMs, perSecond }: Simulated): Answers => answersOf(latenciesMs, perSecond);

/** On the machine that was measured, with its one inferencer. */
export const onThisMachine = (
  { costs, cores }: Calibrated,
  others: Others,
  rest: Pick<Scenario, 'load' | 'seconds' | 'drainSeconds' | 'warmUpSeconds' | 'seed'>,
): Scenario => ({
  ...rest,
  ...INFERENCER,
  costs,
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

/**
 * Costs are measured; three things are fitted, on the two calibration runs alone: the cores that Pneumo got (on the throughput of many clients), what a call of the
 * store takes besides its processor time (on the median of one client), and the spread (on the 95th percentile of one client).
 */
export const calibrate = ({ cpuMs, engineMs, alone, saturated, machine }: Omit<Measured, 'loads'>): Calibrated => {
  const engineImage = (8 * engineMs['8']! - engineMs['1']!) / 7;
  const engineRun = Math.max(0, engineMs['1']! - engineImage);
  let fitted: Calibrated = {
    cores: machine.cores,
    costs: {
      clients: cpuMs['clients']!,
      gateway: cpuMs['api']!,
      store: cpuMs['store']!,
      redis: cpuMs['redis']!,
      worker: Math.max(0, cpuMs['inferencer']! - engineRun - engineImage),
      engineRun,
      engineImage,
      storeWait: 1,
      sigma: 0.5,
    },
  };
  const withClients = (clients: number, others: Others, calibrated: Calibrated): Answers =>
    answersOfSimulated(
      simulate(
        onThisMachine(calibrated, others, {
          load: { clients },
          seconds: SECONDS,
          warmUpSeconds: WARM_UP_SECONDS,
          seed: SEED,
        }),
      ),
    );
  const having = (costs: Partial<Costs>): Calibrated => ({ ...fitted, costs: { ...fitted.costs, ...costs } });
  for (let round = 0; round < ROUNDS; round += 1) {
    const cores = solve(
      0.2 * machine.cores,
      1.5 * machine.cores,
      saturated.perSecond,
      (at) => withClients(saturated.clients, saturated.others, { ...fitted, cores: at }).perSecond,
    );
    fitted = { ...fitted, cores };
    fitted = having({
      storeWait: solve(0, 20, alone.p50, (at) => withClients(1, alone.others, having({ storeWait: at })).p50),
    });
    fitted = having({ sigma: solve(0, 2, alone.p95, (at) => withClients(1, alone.others, having({ sigma: at })).p95) });
  }
  return fitted;
};
