import type { EpochMetrics } from '@pneumo/shared/contracts';
import type { MetricsRegistry } from '@pneumo/shared/runtime';
import { Gauge, Histogram } from 'prom-client';

export interface TrainingMetrics {
  epoch(architecture: string, metrics: EpochMetrics): void;
}

/** How a training goes: the time of its epochs, and what the last one gave. */
export const createTrainingMetrics = (registry: MetricsRegistry): TrainingMetrics => {
  const registers = [registry];
  const labelNames = ['architecture'];
  const seconds = new Histogram({
    name: 'pneumo_training_epoch_seconds',
    help: 'Time of one epoch, validation included',
    labelNames,
    buckets: [1, 5, 15, 60, 180, 600, 1_800, 3_600, 10_800],
    registers,
  });
  const gauge = (name: string, help: string): Gauge => new Gauge({ name, help, labelNames, registers });
  const last = gauge('pneumo_training_epoch', 'Number of the epoch that ended last');
  const loss = gauge('pneumo_training_loss', 'Loss of the epoch that ended last');
  const validationLoss = gauge('pneumo_training_validation_loss', 'Validation loss after the epoch that ended last');
  const validationAuc = gauge('pneumo_training_validation_auc', 'Validation AUC after the epoch that ended last');
  return {
    epoch: (architecture, metrics) => {
      const labels = { architecture };
      seconds.observe(labels, metrics.seconds);
      last.set(labels, metrics.epoch);
      for (const [figure, value] of [
        [loss, metrics.loss],
        [validationLoss, metrics.validationLoss],
        [validationAuc, metrics.validationAuc],
      ] as const) {
        if (value === null) figure.remove(labels);
        else figure.set(labels, value);
      }
    },
  };
};
