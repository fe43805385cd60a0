import { readFileSync } from 'node:fs';
import { createInThreadInference } from '@pneumo/engines';
import { applyCalibration, decideGate, type GateDecision } from '@pneumo/models';
import type { FitChampion, FitRow } from './fit-job.ts';
import { openPixelFile } from './pixel-file.ts';
import { differenceOf, scoreRows } from './score-rows.ts';

/** Candidate and champion on the same gate images, each with its own preprocessing, calibration and threshold. */
export const compareWithChampion = async (options: {
  readonly champion: FitChampion;
  readonly rows: readonly FitRow[];
  readonly candidateProbabilities: (rows: readonly number[]) => Promise<number[]>;
  readonly candidateThreshold: number;
  readonly seed: number;
  /** 0 = as many as there are cores. */
  readonly threads: number;
}): Promise<GateDecision> => {
  const { champion, rows, seed, threads } = options;
  const { gateRows } = champion;
  const inference = await createInThreadInference({
    engine: 'onnx',
    model: readFileSync(champion.modelPath),
    ...(threads === 0 ? {} : { threads }),
  });
  const pixels = openPixelFile(champion.pixelsPath, champion.imageSize);
  try {
    const logits = await scoreRows(inference, pixels, champion.imageSize, [...gateRows.keys()]);
    return decideGate({
      candidate: {
        probabilities: await options.candidateProbabilities(gateRows),
        threshold: options.candidateThreshold,
      },
      champion: {
        probabilities: logits.map((pair) => applyCalibration(champion.calibration, differenceOf(pair))),
        threshold: champion.threshold,
      },
      labels: gateRows.map((row) => rows[row]!.label),
      patients: gateRows.map((row) => rows[row]!.patient),
      seed,
    });
  } finally {
    pixels.close();
    await inference.close();
  }
};
