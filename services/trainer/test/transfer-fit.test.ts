import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Weights } from '@pneumo/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FitJob } from '../src/fit/fit-job.ts';
import { runTransferFit, writePhantomPixels, writeRandomTrunk } from './transfer-fit.ts';

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
