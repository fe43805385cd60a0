import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BackendUnavailableError, createInThreadInference, ProviderUnavailableError } from '@pneumo/engines';
import { applyCalibration, buildInferenceGraph, countParameters } from '@pneumo/models';
import { compareWithChampion } from './compare-champion.ts';
import type { FitJob, FitMessage } from './fit-job.ts';
import type { FitReport } from './fit-report.ts';
import { takeGivenWeights } from './given-weights.ts';
import { judgeVersion } from './judge-version.ts';
import { keepAnswers } from './keep-answers.ts';
import { learnAbstention } from './learn-abstention.ts';
import { openPixelFile } from './pixel-file.ts';
import { runFit } from './run-fit.ts';
import { differenceOf, inferRows } from './score-rows.ts';
import { writeVersion } from './write-version.ts';

// The training process: started by the trainer with the path of its job, talks over IPC, and can be killed at any moment.
const jobPath = process.argv[2];
if (jobPath === undefined || process.send === undefined) throw new Error('This is started by the trainer.');
const job = JSON.parse(readFileSync(jobPath, 'utf8')) as FitJob;
const say = (message: FitMessage): Promise<void> => new Promise((resolve) => process.send?.(message, () => resolve()));

let handBack = false;
process.on('message', () => {
  handBack = true;
});
// Without its trainer nobody would take the result.
process.on('disconnect', () => process.exit(1));
// Ctrl-C reaches the whole process group; the trainer says what is to happen to this process.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);

const writeAtomically = (name: string, bytes: Uint8Array | string): string => {
  const path = join(job.workFolder, name);
  writeFileSync(`${path}.partial`, bytes);
  renameSync(`${path}.partial`, path);
  return path;
};

const codeOf = (error: unknown): string => {
  if (error instanceof BackendUnavailableError || error instanceof ProviderUnavailableError)
    return 'backend_unavailable';
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'internal_error';
};

const train = async (): Promise<void> => {
  const { imageSize } = job.hyperparameters;
  const pixels = openPixelFile(job.pixelsPath, imageSize);
  const trainHere = (): ReturnType<typeof runFit> =>
    runFit(job, pixels, {
      started: (info) => void say({ type: 'started', ...info }),
      step: (info) => void say({ type: 'step', ...info }),
      epoch: (metrics) => void say({ type: 'epoch', metrics }),
      checkpoint: (tensors, state) => {
        const name = `checkpoint-${state.epochsDone}-${state.stepInEpoch}.safetensors`;
        return say({ type: 'checkpoint', tensorsPath: writeAtomically(name, tensors), state });
      },
      mustHandBack: () => handBack,
    });
  const fitted = job.given === null ? await trainHere() : takeGivenWeights(job, job.given);
  if (fitted === undefined) return;

  void say({ type: 'stage', stage: 'evaluating' });
  const { definition, weights } = fitted;
  const model = buildInferenceGraph(definition, weights);
  const inference = await createInThreadInference({
    engine: 'onnx',
    model,
    ...(job.threads === 0 ? {} : { threads: job.threads }),
  });
  const infer = keepAnswers((rows) => inferRows(inference, pixels, imageSize, rows));
  const score = async (rows: readonly number[]): Promise<[number, number][]> =>
    (await infer(rows)).map(({ logits }) => logits);
  const rowsOf = (split: string): number[] => job.rows.flatMap((row, index) => (row.split === split ? [index] : []));
  const judgement = await judgeVersion({
    testRows: job.testRows,
    rows: job.rows,
    rowsOf,
    score,
    pixels,
    imageSize,
    seed: job.seed,
  });
  const gate =
    job.champion === null || job.champion.gateRows.length === 0
      ? null
      : await compareWithChampion({
          champion: job.champion,
          rows: job.rows,
          candidateProbabilities: async (rows) =>
            (await score(rows)).map((logits) => applyCalibration(judgement.calibration, differenceOf(logits))),
          candidateThreshold: judgement.threshold.value,
          seed: job.seed,
          threads: job.threads,
        });
  void say({ type: 'stage', stage: 'learning what not to answer' });
  const abstention = await learnAbstention({
    rows: job.rows,
    testRows: job.testRows,
    infer,
    pixels,
    imageSize,
    judgement,
    ageBands: job.ageBands,
    seed: job.seed,
  });
  await inference.close();

  void say({ type: 'stage', stage: 'writing the version' });
  const written = await writeVersion({
    definition,
    weights,
    model,
    folder: job.workFolder,
    pixels,
    rows: rowsOf('validation'),
    abstention: abstention?.bytes,
  });
  const report: FitReport = {
    definition,
    backend: fitted.backend,
    compute: {
      provider: fitted.provider,
      microBatch: fitted.microBatch,
      // Told in kilobytes.
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    },
    parameters: countParameters(definition),
    history: fitted.history,
    bestEpoch: fitted.bestEpoch,
    stoppedEarly: fitted.stoppedEarly,
    warnings: fitted.warnings,
    ...judgement,
    parity: written.parity,
    gate,
    abstention: abstention?.report ?? null,
    files: written.files,
  };
  await say({ type: 'done', reportPath: writeAtomically('report.json', JSON.stringify(report)) });
};

try {
  await train();
} catch (error) {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  await say({ type: 'failed', code: codeOf(error), message, stack });
}
// All that was said has been sent; engines may hold threads open.
process.exit(0);
