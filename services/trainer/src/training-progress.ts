import type { EpochMetrics, JobProgress } from '@pneumo/shared/contracts';
import type { JobContext } from '@pneumo/shared/runtime';
import type { FitState } from './fit/fit-job.ts';

/** Steps come many times a second; people read once. */
const TELL_EVERY_MS = 1_000;

export interface TrainingProgress {
  loading(done: number, total: number): Promise<void>;
  readonly resumed: (state: FitState) => void;
  readonly step: (info: { epoch: number; step: number; loss: number; secondsLeft: number }) => void;
  epoch(metrics: EpochMetrics): void;
  stage(stage: string): void;
}

/** Turns what the training process says into the job's progress: epochs done, metrics so far, time left. */
export const createTrainingProgress = (context: JobContext<'training'>, epochs: number): TrainingProgress => {
  let done = 0;
  let metrics: Record<string, number | null> = {};
  let toldMs = 0;

  const tell = (progress: JobProgress): void => {
    toldMs = Date.now();
    void context.progress(progress);
  };
  const current = (stage: string, secondsLeft?: number): JobProgress => ({
    done,
    total: epochs,
    unit: 'epochs',
    stage,
    metrics,
    ...(secondsLeft === undefined ? {} : { secondsLeft: Math.round(secondsLeft) }),
  });
  const keep = ({
    loss,
    accuracy,
    auc = null,
    validationLoss,
    validationAccuracy,
    validationAuc,
  }: EpochMetrics): void => {
    metrics = { loss, accuracy, auc, validationLoss, validationAccuracy, validationAuc };
  };

  return {
    loading: (loaded, total) => context.progress({ done: loaded, total, unit: 'images', stage: 'loading images' }),
    resumed: (state) => {
      done = state.epochsDone;
      const last = state.history.at(-1);
      if (last !== undefined) keep(last);
    },
    step: ({ epoch, loss, secondsLeft }) => {
      if (Date.now() - toldMs < TELL_EVERY_MS) return;
      metrics = { ...metrics, stepLoss: loss };
      tell(current(`training epoch ${epoch}`, secondsLeft));
    },
    epoch: (epoch) => {
      done = epoch.epoch;
      keep(epoch);
      tell(current(`epoch ${epoch.epoch} done`, epoch.seconds * (epochs - epoch.epoch)));
    },
    stage: (stage) => tell(current(stage)),
  };
};
