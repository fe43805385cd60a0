import type { Hyperparameters } from '@pneumo/shared/contracts';

type ScheduleParameters = Pick<Hyperparameters, 'learningRate' | 'warmupEpochs' | 'schedule' | 'epochs'>;

/**
 * Learning rate of an optimiser step, counted from 0 over the whole run: a linear rise over `warmupEpochs` that reaches `learningRate` with its last
 * step, then constant or half a cosine that would reach zero one step after the run's last one.
 */
export function learningRateAt(hyperparameters: ScheduleParameters, step: number, stepsPerEpoch: number): number {
  const { learningRate, warmupEpochs, schedule, epochs } = hyperparameters;
  const warmupSteps = Math.round(warmupEpochs * stepsPerEpoch);
  if (step < warmupSteps) return (learningRate * (step + 1)) / warmupSteps;
  if (schedule === 'constant') return learningRate;
  const done = Math.min(1, (step - warmupSteps) / Math.max(1, epochs * stepsPerEpoch - warmupSteps));
  return (learningRate * (1 + Math.cos(Math.PI * done))) / 2;
}

/**
 * Decay of the weights' moving average at a step, counted from 0: it rises to `averaging`, so that the average forgets the
 * initial weights within a few steps and short runs are averaged over a part of themselves. 0 = averaging is off.
 */
export function averagingDecayAt(hyperparameters: Pick<Hyperparameters, 'averaging'>, step: number): number {
  return Math.min(hyperparameters.averaging, (1 + step) / (10 + step));
}
