import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkParity, createLayersModelFiles } from '@pneumo/engines';
import { ABSTENTION_FILE, encodeSafetensors, type NetworkDefinition, type Weights } from '@pneumo/models';
import type { PixelFile } from './pixel-file.ts';

/** Largest difference of probabilities between the forms of one version. */
const PARITY_LIMIT = 1e-3;
const PARITY_IMAGES = 8;

class ParityFailed extends Error {
  readonly code = 'parity_failed';
}

export interface WrittenVersion {
  readonly files: string[];
  readonly parity: { backend: string; images: number; maxProbabilityDifference: number };
}

/** Writes the three forms of one version (safetensors, ONNX, TensorFlow.js) and refuses it unless two of them agree on real images. */
export const writeVersion = async (options: {
  readonly definition: NetworkDefinition;
  readonly weights: Weights;
  readonly model: Uint8Array;
  readonly folder: string;
  readonly pixels: PixelFile;
  readonly rows: readonly number[];
  /** Undefined of a version that answers everything. */
  readonly abstention: Uint8Array | undefined;
}): Promise<WrittenVersion> => {
  const { definition, weights, model, folder, pixels } = options;
  const { height, width } = definition.input;
  const rows = options.rows.slice(0, PARITY_IMAGES);
  const images = new Float32Array(rows.length * height * width);
  const source = new Uint8Array(height * width);
  rows.forEach((row, slot) => {
    pixels.read(row, source);
    images.set(source, slot * height * width);
  });
  const { backend, maxProbabilityDifference } = await checkParity({ definition, weights, model, images });
  // Written so that a difference that is not a number fails too.
  if (!(maxProbabilityDifference <= PARITY_LIMIT)) {
    throw new ParityFailed(`ONNX and TensorFlow.js (${backend}) differ by ${maxProbabilityDifference} in probability.`);
  }

  const files: string[] = [];
  const write = (name: string, bytes: Uint8Array): void => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    files.push(name);
  };
  write('weights.safetensors', encodeSafetensors(weights, { architecture: definition.architecture }));
  write('model.onnx', model);
  for (const [name, bytes] of await createLayersModelFiles(definition, weights)) write(`tfjs/${name}`, bytes);
  if (options.abstention !== undefined) write(ABSTENTION_FILE, options.abstention);
  return { files, parity: { backend, images: rows.length, maxProbabilityDifference } };
};
