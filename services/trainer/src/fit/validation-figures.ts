import { rocAuc } from '@pneumo/models';
import { meanLoss } from './mean-loss.ts';
import { differenceOf } from './score-rows.ts';

export interface ValidationFigures {
  readonly loss: number;
  readonly accuracy: number;
  /** Null where a logit is not finite. */
  readonly auc: number | null;
}

/** Figures of logits [normal, pneumonia] against labels 0 or 1. */
export const validationFigures = (
  logits: readonly [number, number][],
  labels: readonly number[],
): ValidationFigures => {
  const differences = logits.map(differenceOf);
  const correct = differences.filter((value, index) => value >= 0 === (labels[index] === 1)).length;
  return {
    loss: meanLoss(logits, labels),
    accuracy: correct / labels.length,
    auc: differences.every(Number.isFinite) ? rocAuc(differences, labels) : null,
  };
};
