import type { InferenceEngine } from '@pneumo/engines';
import type { VersionManifest } from '@pneumo/shared/contracts';

const MB = 1_000_000;

/** A thread with an engine in it. */
const ENGINE_BYTES = 80 * MB;

/** What is read, what ONNX Runtime makes of it, and the weights once more as its convolutions want them. */
const COPIES = 4;

/** Activations, which ONNX Runtime keeps for the next run: 4 (`compact`) to 31 (`resnet50v2`) MB. */
const IMAGE_BYTES = 20 * MB;

const FILES: Readonly<Record<InferenceEngine['engine'], string>> = { onnx: 'model.onnx', tensorflow: 'tfjs/' };

/**
 * About how much memory a loaded version takes that runs up to `maxBatch` images at once, from the size of its files. Measured at 256 px
 * on ONNX Runtime 1.30, two threads, batch 16, in MB: `compact` 141, `cnn` 461, `resnet50v2` 958; this gives 408, 409 and 795.
 */
export const versionMemoryBytes = (
  { files }: Pick<VersionManifest, 'files'>,
  engine: InferenceEngine['engine'],
  maxBatch: number,
): number => {
  const read = Object.entries(files).filter(([name]) => name.startsWith(FILES[engine]));
  const fileBytes = read.reduce((sum, [, { sizeBytes }]) => sum + sizeBytes, 0);
  return ENGINE_BYTES + COPIES * fileBytes + maxBatch * IMAGE_BYTES;
};
