import { createInThreadInference } from '@pneumo/engines';
import { buildInferenceGraph, type NetworkDefinition, rocAuc, type Weights } from '@pneumo/models';
import { meanLoss } from './mean-loss.ts';
import type { PixelFile } from './pixel-file.ts';
import { differenceOf, scoreRows } from './score-rows.ts';

export interface ValidationFigures {
  readonly loss: number;
  readonly accuracy: number;
  /** Null where a logit is not finite. */
  readonly auc: number | null;
}

/** Figures of one epoch's weights on the validation rows, on the graph that serves. */
export const validateEpoch = async (options: {
  readonly definition: NetworkDefinition;
  readonly weights: Weights;
  readonly pixels: PixelFile;
  readonly rows: readonly number[];
  /** 0 or 1, of each row. */
  readonly labels: readonly number[];
  /** 0 = as many as there are cores. */
  readonly threads: number;
}): Promise<ValidationFigures> => {
  const { definition, weights, pixels, rows, labels, threads } = options;
  const inference = await createInThreadInference({
    engine: 'onnx',
    model: buildInferenceGraph(definition, weights),
    ...(threads === 0 ? {} : { threads }),
  });
  try {
    const logits = await scoreRows(inference, pixels, definition.input.height, rows);
    const differences = logits.map(differenceOf);
    const correct = differences.filter((value, index) => value >= 0 === (labels[index] === 1)).length;
    return {
      loss: meanLoss(logits, labels),
      accuracy: correct / labels.length,
      auc: differences.every(Number.isFinite) ? rocAuc(differences, labels) : null,
    };
  } finally {
    await inference.close();
  }
};
