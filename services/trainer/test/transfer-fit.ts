import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawPhantom } from '@pneumo/imaging/pure';
import {
  defineNetwork,
  encodeSafetensors,
  initialiseWeights,
  resolveHyperparameters,
  splitNetwork,
} from '@pneumo/models';
import type { EpochMetrics, HyperparameterOverrides, PretrainedName, Split } from '@pneumo/shared/contracts';
import type { FitJob, FitRow, FitState, FitTrunk } from '../src/fit/fit-job.ts';
import { openPixelFile } from '../src/fit/pixel-file.ts';
import { type FitResult, runFit } from '../src/fit/run-fit.ts';

const SPLIT_OF_PAIR: readonly Split[] = ['train', 'train', 'train', 'validation'];

/** Random weights for a trunk, as a file. What a trunk says is of no matter here, only that it says the same each time. */
export const writeRandomTrunk = async (name: PretrainedName, imageSize: number, folder: string): Promise<FitTrunk> => {
  const { trunk } = splitNetwork(defineNetwork(name, { imageSize }));
  const bytes = encodeSafetensors(initialiseWeights(trunk, 'trunk'));
  const path = join(folder, `${name}.safetensors`);
  await writeFile(path, bytes);
  return { name, path, sha256: createHash('sha256').update(bytes).digest('hex') };
};

/** Decoded phantoms, as the trainer leaves them for its training process. */
export const writePhantomPixels = async (
  folder: string,
  { count, imageSize }: { count: number; imageSize: number },
): Promise<{ pixelsPath: string; rows: FitRow[] }> => {
  const rows: FitRow[] = [];
  const pixels = new Uint8Array(count * imageSize ** 2);
  for (let index = 0; index < count; index += 1) {
    const label = index % 2 === 0 ? 'normal' : 'pneumonia';
    const drawn = drawPhantom({ seed: index, label, size: { width: imageSize, height: imageSize } });
    pixels.set(drawn.pixels, index * imageSize ** 2);
    rows.push({
      label: index % 2 === 0 ? 0 : 1,
      split: SPLIT_OF_PAIR[Math.floor(index / 2) % SPLIT_OF_PAIR.length]!,
      patient: `patient-${index}`,
    });
  }
  const pixelsPath = join(folder, 'pixels.u8');
  await writeFile(pixelsPath, pixels);
  return { pixelsPath, rows };
};

export interface FitRun {
  readonly result: FitResult | undefined;
  readonly epochs: readonly EpochMetrics[];
  readonly steps: number;
  readonly checkpoint: { readonly tensors: Uint8Array; readonly state: FitState };
}

/** Runs the training loop in a work folder of its own, and hands it back once `stopAfterSteps` steps are done. */
export const runTransferFit = async (
  base: Pick<FitJob, 'pixelsPath' | 'rows' | 'trunk'>,
  options: {
    readonly architecture: PretrainedName;
    readonly hyperparameters: HyperparameterOverrides;
    readonly stopAfterSteps?: number;
    readonly resume?: FitRun['checkpoint'];
  },
): Promise<FitRun> => {
  const workFolder = await mkdtemp(join(tmpdir(), 'pneumo-transfer-fit-'));
  const hyperparameters = resolveHyperparameters('recommended', options.architecture, options.hyperparameters);
  const tensorsPath = join(workFolder, 'resume.safetensors');
  const { resume } = options;
  if (resume !== undefined) await writeFile(tensorsPath, resume.tensors);
  const pixels = openPixelFile(base.pixelsPath, hyperparameters.imageSize);
  const epochs: EpochMetrics[] = [];
  let steps = 0;
  let checkpoint: FitRun['checkpoint'] | undefined;
  try {
    const result = await runFit(
      {
        ...base,
        architecture: options.architecture,
        hyperparameters,
        seed: 3,
        backend: 'onnx',
        provider: 'cpu',
        // Two sessions of the trunk, which end in any order.
        threads: 2,
        testRows: [],
        workFolder,
        resume: resume === undefined ? null : { tensorsPath, state: resume.state },
        champion: null,
        ageBands: null,
        given: null,
      },
      pixels,
      {
        started: () => undefined,
        step: () => {
          steps += 1;
        },
        epoch: (metrics) => epochs.push(metrics),
        checkpoint: (tensors, state) => {
          checkpoint = { tensors, state };
          return Promise.resolve();
        },
        mustHandBack: () => steps === options.stopAfterSteps,
      },
    );
    if (checkpoint === undefined) throw new Error('The run left no checkpoint');
    return { result, epochs, steps, checkpoint };
  } finally {
    pixels.close();
    await rm(workFolder, { recursive: true });
  }
};
