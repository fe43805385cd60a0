import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInThreadInference } from '@pneumo/engines';
import {
  buildInferenceGraph,
  decodeSafetensors,
  initialiseWeights,
  listParameters,
  NO_AUGMENTATION,
  splitNetwork,
  type Weights,
} from '@pneumo/models';
import type { AugmentationParameters } from '@pneumo/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FitJob } from '../src/fit/fit-job.ts';
import { openPixelFile } from '../src/fit/pixel-file.ts';
import { rowsOfSplit } from '../src/fit/rows-of-split.ts';
import { scoreRows } from '../src/fit/score-rows.ts';
import { validationFigures } from '../src/fit/validation-figures.ts';
import { type FitRun, runTransferFit, writePhantomPixels, writeRandomTrunk } from './transfer-fit.ts';

const IMAGE_SIZE = 32;
const STEPS_PER_EPOCH = 3;
let folder: string;
let base: Pick<FitJob, 'pixelsPath' | 'rows' | 'trunk'>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pneumo-transfer-'));
  const trunk = await writeRandomTrunk('resnet50v2', IMAGE_SIZE, folder);
  // 24 to train on and 8 to validate on.
  base = { ...(await writePhantomPixels(folder, { count: 32, imageSize: IMAGE_SIZE })), trunk };
});

afterAll(() => rm(folder, { recursive: true }));

const hyperparameters = { imageSize: IMAGE_SIZE, epochs: 3, batchSize: 8 };
const architecture = 'resnet50v2' as const;
const bytesOf = (weights: Weights | undefined): Map<string, string> =>
  new Map(
    [...(weights ?? [])].map(([name, { data }]) => [
      name,
      Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64'),
    ]),
  );

describe.each([
  ['fresh features', 0],
  ['two cached passes', 2],
])('a head on a frozen trunk, with %s', (_, featurePasses) => {
  const options = { architecture, hyperparameters: { ...hyperparameters, featurePasses } };

  it('goes on from the middle of an epoch to the same weights, bit for bit, with nothing kept from before', async () => {
    const straight = await runTransferFit(base, options);
    const begun = await runTransferFit(base, { ...options, stopAfterSteps: 2 * STEPS_PER_EPOCH + 1 });
    expect(begun.result).toBeUndefined();
    expect(begun.checkpoint.state).toMatchObject({ epochsDone: 2, stepInEpoch: 1 });
    const resumed = await runTransferFit(base, { ...options, resume: begun.checkpoint });
    expect(resumed.steps).toBe(STEPS_PER_EPOCH - 1);
    expect(straight.steps).toBe(3 * STEPS_PER_EPOCH);
    expect(Buffer.compare(resumed.checkpoint.tensors, straight.checkpoint.tensors)).toBe(0);
    expect(bytesOf(resumed.result?.weights)).toEqual(bytesOf(straight.result?.weights));
  });
});

describe('what a head is trained on', () => {
  const run = (featurePasses: number, augmentation: AugmentationParameters) =>
    runTransferFit(base, {
      architecture,
      hyperparameters: { ...hyperparameters, epochs: 2, featurePasses, augmentation },
    });
  const lossesOf = ({ epochs }: FitRun): number[] => epochs.map(({ loss }) => loss);

  it('is the same picture in every epoch with one kept pass, and another with fresh features', async () => {
    const augmentation = { ...NO_AUGMENTATION, rotationDegrees: 20, flip: true };
    const [kept, fresh] = [await run(1, augmentation), await run(0, augmentation)];
    expect(lossesOf(kept)[0]).toBe(lossesOf(fresh)[0]);
    expect(lossesOf(kept)[1]).not.toBe(lossesOf(fresh)[1]);
  });

  it('is the same whether features are kept or not where no picture is augmented', async () => {
    const [kept, fresh] = [await run(1, NO_AUGMENTATION), await run(0, NO_AUGMENTATION)];
    expect(Buffer.compare(kept.checkpoint.tensors, fresh.checkpoint.tensors)).toBe(0);
  });
});

describe('a head that was trained', () => {
  it('answers as the whole network does on images, is all that checkpoints hold, and has learned', async () => {
    const { result, epochs, checkpoint } = await runTransferFit(base, { architecture, hyperparameters });
    const { definition, weights, bestEpoch } = result!;
    const inference = await createInThreadInference({
      engine: 'onnx',
      model: buildInferenceGraph(definition, weights),
      threads: 1,
    });
    const pixels = openPixelFile(base.pixelsPath, IMAGE_SIZE);
    const rows = rowsOfSplit(base.rows, 'validation');
    const logits = await scoreRows(inference, pixels, IMAGE_SIZE, rows);
    pixels.close();
    await inference.close();
    const figures = validationFigures(
      logits,
      rows.map((row) => base.rows[row]!.label),
    );
    expect(figures.loss).toBeCloseTo(epochs[bestEpoch - 1]!.validationLoss, 4);

    const { weights: kept } = decodeSafetensors(checkpoint.tensors);
    expect(
      [...kept.keys()].filter(
        (name) => !/^(weights|optimizer\/moment[12]|average|best)\/(dense[123]|logits)\//.test(name),
      ),
    ).toEqual([]);
    const { head } = splitNetwork(definition);
    const start = initialiseWeights(head, 3).get('dense1/kernel')!.data;
    expect(weights.get('dense1/kernel')!.data).not.toEqual(start);
    expect(weights.size).toBe(listParameters(definition).length);
  });
});
