import { poisson } from '../simulator/arrivals.ts';
import { createRandom } from '../simulator/random.ts';
import { simulate } from '../simulator/simulate.ts';
import { answersOfSimulated, type Calibrated, calibrate, onThisMachine } from './calibrate.ts';
import type { Answers, Measured, MeasuredLoad } from './measured.ts';

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
      const { asked, seed, seconds, warmUpSeconds, answers, others } = load;
      const arrivals = (): number[] => [...poisson(createRandom(seed), asked, seconds)];
      const simulated = answersOfSimulated(
        simulate(
          onThisMachine(calibrated, others, {
            load: { arrivals },
            seconds,
            drainSeconds: DRAIN_SECONDS,
            warmUpSeconds,
            seed,
          }),
        ),
      );
      const error = (figure: keyof Answers): number => simulated[figure] / answers[figure] - 1;
      return { load, simulated, errors: { p50: error('p50'), p95: error('p95'), perSecond: error('perSecond') } };
    }),
  };
};
