import { poisson } from '../simulator/arrivals.ts';
import { createRandom } from '../simulator/random.ts';
import { simulate } from '../simulator/simulate.ts';
import { type Calibrated, calibrate, onThisMachine } from './calibrate.ts';
import { type Answers, answersOf, type Measured, type MeasuredLoad } from './measured.ts';

export interface ComparedLoad {
  readonly load: MeasuredLoad;
  readonly simulated: Answers;
  /** Simulated over measured, less one. */
  readonly errors: Answers;
}

export interface Comparison {
  readonly calibrated: Calibrated;
  readonly loads: readonly ComparedLoad[];
}

const DRAIN_SECONDS = 60;

/** The same requests at the same times, in the simulator. */
export const comparisonOf = (measured: Measured): Comparison => {
  const calibrated = calibrate(measured);
  return {
    calibrated,
    loads: measured.loads.map((load) => {
      const { asked, parts, seconds, warmUpSeconds, answers } = load;
      const simulations = parts.map(({ seed, others }) =>
        simulate(
          onThisMachine(calibrated, others, {
            load: { arrivals: () => [...poisson(createRandom(seed), asked, seconds)] },
            seconds,
            drainSeconds: DRAIN_SECONDS,
            warmUpSeconds,
            seed,
          }),
        ),
      );
      const sorted = simulations.flatMap(({ latenciesMs }) => latenciesMs).toSorted((a, b) => a - b);
      const perSecond = simulations.reduce((sum, each) => sum + each.perSecond, 0) / simulations.length;
      const simulated = answersOf(sorted, perSecond);
      const error = (figure: keyof Answers): number => simulated[figure] / answers[figure] - 1;
      return { load, simulated, errors: { p50: error('p50'), p95: error('p95'), perSecond: error('perSecond') } };
    }),
  };
};
