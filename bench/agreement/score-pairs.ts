import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInferenceEngine, type InferenceEngine } from '../../packages/engines/src/index.ts';
import type { DecodePool } from '../../packages/imaging/src/index.ts';
import { toModelInput } from '../../packages/imaging/src/pure/index.ts';
import { applyCalibration } from '../../packages/models/src/index.ts';
import type { VersionManifest } from '../../packages/shared/src/contracts/index.ts';
import type { PairScore } from './agreement.ts';
import type { Pair } from './pair-files.ts';

export interface OpenVersion {
  readonly manifest: VersionManifest;
  readonly engine: InferenceEngine;
}

/** Opens a version's folder and holds its graph to its hash, as serving does. */
export async function openVersion(folder: string): Promise<OpenVersion> {
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as VersionManifest;
  const model = await readFile(join(folder, 'model.onnx'));
  if (createHash('sha256').update(model).digest('hex') !== manifest.files['model.onnx']?.sha256) {
    throw new Error(`${folder}: model.onnx does not match its recorded hash.`);
  }
  return { manifest, engine: await createInferenceEngine({ engine: 'onnx', model }) };
}

/** Runs both pictures of a pair through decoding, preprocessing, network and calibration exactly as a prediction does. */
export async function scorePair(
  { manifest, engine }: OpenVersion,
  decodePool: Pick<DecodePool, 'decode'>,
  pair: Pair,
): Promise<PairScore> {
  const inputs = await Promise.all(
    [pair.original, pair.copy].map(async (path) => {
      const { pixels, width, height } = await decodePool.decode(await readFile(path));
      return toModelInput(pixels, width, height, manifest.preprocessing);
    }),
  );
  const [original, copy] = inputs as [Float32Array, Float32Array];
  const inputDifference = original.reduce((sum, value, i) => sum + Math.abs(value - copy[i]!), 0) / original.length;
  const batch = new Float32Array(original.length * 2);
  batch.set(original);
  batch.set(copy, original.length);
  const [a = 0, b = 0, c = 0, d = 0] = (await engine.infer(batch, 2)).logits;
  const logits = [b - a, d - c] as const;
  return {
    label: pair.label,
    logits,
    probabilities: [
      applyCalibration(manifest.calibration, logits[0]),
      applyCalibration(manifest.calibration, logits[1]),
    ],
    inputDifference,
  };
}
