import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawPhantom } from '../../packages/imaging/src/pure/index.ts';
import {
  defineNetwork,
  encodeSafetensors,
  initialiseWeights,
  resolveHyperparameters,
  splitNetwork,
} from '../../packages/models/src/index.ts';
import { createLogger } from '../../packages/shared/src/runtime/index.ts';
import type { FitJob, FitRow, FitTrunk } from '../../services/trainer/src/fit/fit-job.ts';
import { runFitProcess } from '../../services/trainer/src/fit-process.ts';
import { childPids, cpuSecondsOf } from './cpu-time.ts';
import type { EpochTime } from './keras-peer.ts';

const ARCHITECTURE = 'resnet50v2';
/** Of another split, so that an epoch ends as every epoch does; their time is not counted, as Keras validates nothing here. */
const VALIDATION_IMAGES = 8;

export interface OurSide {
  /** Times of whole epochs of the trainer's own process, which is ended after the last one. */
  epochs(options: {
    readonly epochs: number;
    readonly batch: number;
    readonly featurePasses: number;
  }): Promise<EpochTime[]>;
}

const writeTrunk = async (folder: string, imageSize: number): Promise<FitTrunk> => {
  const { trunk } = splitNetwork(defineNetwork(ARCHITECTURE, { imageSize }));
  const bytes = encodeSafetensors(initialiseWeights(trunk, 1));
  const path = join(folder, 'trunk.safetensors');
  await writeFile(path, bytes);
  return { name: ARCHITECTURE, path, sha256: createHash('sha256').update(bytes).digest('hex') };
};

const writePixels = async (folder: string, images: number, imageSize: number) => {
  const rows: FitRow[] = [];
  const pixelCount = imageSize ** 2;
  const pixels = new Uint8Array((images + VALIDATION_IMAGES) * pixelCount);
  const size = { width: imageSize, height: imageSize };
  for (let row = 0; row < images + VALIDATION_IMAGES; row += 1) {
    const label = row % 2 === 0 ? 0 : 1;
    // A few hundred different pictures are enough: no time depends on what they show.
    const source = row % 200;
    if (row === source)
      pixels.set(
        drawPhantom({ seed: row, label: label === 1 ? 'pneumonia' : 'normal', size }).pixels,
        row * pixelCount,
      );
    else pixels.copyWithin(row * pixelCount, source * pixelCount, (source + 1) * pixelCount);
    rows.push({ label, split: row < images ? 'train' : 'validation', patient: `patient-${row}` });
  }
  const pixelsPath = join(folder, 'pixels.u8');
  await writeFile(pixelsPath, pixels);
  return { pixelsPath, rows };
};

/** Prepares what the trainer prepares (decoded images, the trunk's weights), and runs its training process on it. */
export const openOurSide = async (folder: string, options: { images: number; imageSize: number }): Promise<OurSide> => {
  const { images, imageSize } = options;
  const trunk = await writeTrunk(folder, imageSize);
  const { pixelsPath, rows } = await writePixels(folder, images, imageSize);
  const logger = createLogger('bench', 'error');
  return {
    epochs: async ({ epochs, batch, featurePasses }) => {
      const workFolder = join(folder, 'work');
      await mkdir(workFolder);
      const job: FitJob = {
        architecture: ARCHITECTURE,
        // One more than is waited for: the process is ended before what follows the last epoch.
        hyperparameters: resolveHyperparameters('original', ARCHITECTURE, {
          imageSize,
          epochs: epochs + 1,
          batchSize: batch,
          featurePasses,
          earlyStopping: { patience: 0 },
        }),
        seed: 1,
        backend: 'onnx',
        provider: 'cpu',
        threads: 0,
        pixelsPath,
        rows,
        testRows: [],
        workFolder,
        trunk,
        resume: null,
        champion: null,
        ageBands: null,
        given: null,
      };
      const stop = new AbortController();
      const times: EpochTime[] = [];
      const others = new Set(childPids());
      let spentSeconds = Number.NaN;
      const cpuSeconds = (): number => {
        const pid = childPids().find((child) => !others.has(child));
        const before = spentSeconds;
        spentSeconds = pid === undefined ? Number.NaN : cpuSecondsOf(pid);
        return spentSeconds - before;
      };
      await runFitProcess(job, {
        stop: stop.signal,
        logger,
        listener: {
          started: () => void cpuSeconds(),
          step: () => undefined,
          stage: () => undefined,
          epoch: ({ metrics }) => {
            const counted = Math.round(metrics.seconds * metrics.imagesPerSecond);
            times.push({ images: counted, seconds: metrics.seconds, cpuSeconds: cpuSeconds() });
            if (times.length === epochs) stop.abort('cancelled');
          },
          checkpoint: () => Promise.resolve(),
        },
      }).catch((error: unknown) => {
        if (!stop.signal.aborted) throw error;
      });
      await rm(workFolder, { recursive: true });
      return times;
    },
  };
};
