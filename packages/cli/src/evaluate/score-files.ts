import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { createInferenceEngine, type InferenceEngine } from '@pneumo/engines';
import { type CanonicalImage, createDecodePool, type DecodePool, ImageError } from '@pneumo/imaging';
import { differenceHash, resizeGrey, toModelInputBytes } from '@pneumo/imaging/pure';
import { applyCalibration, FINGERPRINT_SOURCE_SIDE, fingerprintThumbnail, type OverlapSubject } from '@pneumo/models';
import type { VersionManifest } from '@pneumo/shared/contracts';
import { patientHashOf } from '@pneumo/shared/runtime';
import { CliError } from '../cli-error.ts';
import type { LabelledFile } from './read-folder.ts';

export interface ScoredFile {
  readonly file: LabelledFile;
  /** What tells whether the version was trained on it. */
  readonly subject: OverlapSubject;
  /** normal, pneumonia */
  readonly logits: readonly [number, number];
  /** Calibrated probability of pneumonia. */
  readonly probability: number;
}

export interface ScoredFiles {
  readonly scored: ScoredFile[];
  readonly unreadable: { readonly path: string; readonly reason: string }[];
  readonly engine: Pick<InferenceEngine, 'engine' | 'provider' | 'version'>;
}

const BATCH = 16;
const DECODE_TIMEOUT_MS = 15_000;

interface Prepared {
  readonly file: LabelledFile;
  readonly subject: OverlapSubject;
  readonly input: Uint8Array;
}

const prepare = (file: LabelledFile, image: CanonicalImage, manifest: VersionManifest): Prepared => {
  const { pixels, width, height, sha256 } = image;
  const { imageSize } = manifest.preprocessing;
  const input = toModelInputBytes(pixels, width, height, manifest.preprocessing);
  const squashed = resizeGrey(input, imageSize, imageSize, FINGERPRINT_SOURCE_SIDE, FINGERPRINT_SOURCE_SIDE);
  return {
    file,
    input,
    subject: {
      imageId: sha256,
      patientHash: patientHashOf(file.patient),
      perceptualHash: differenceHash(pixels, width, height),
      thumbnail: fingerprintThumbnail(squashed),
    },
  };
};

const inferBatch = async (
  engine: InferenceEngine,
  batch: readonly Prepared[],
  { calibration, version }: VersionManifest,
): Promise<ScoredFile[]> => {
  if (batch.length === 0) return [];
  const pixelCount = batch[0]!.input.length;
  const images = new Float32Array(batch.length * pixelCount);
  for (const [slot, { input }] of batch.entries()) images.set(input, slot * pixelCount);
  const { logits } = await engine.infer(images, batch.length);
  return batch.map(({ file, subject }, index) => {
    const pair = [logits[index * 2]!, logits[index * 2 + 1]!] as const;
    const probability = applyCalibration(calibration, pair[1] - pair[0]);
    if (!Number.isFinite(probability)) throw new CliError(`${version} gives no finite figure for ${file.path}.`);
    return { file, subject, logits: pair, probability };
  });
};

/**
 * Runs the version over files exactly as serving does: the same decoder, canonical picture, preprocessing, graph and calibration. Memory
 * holds two batches of 16 pictures.
 */
export const scoreFiles = async (options: {
  readonly files: readonly LabelledFile[];
  readonly manifest: VersionManifest;
  readonly model: Uint8Array;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
}): Promise<ScoredFiles> => {
  const { files, manifest, model, signal, onProgress } = options;
  const pool = createDecodePool({ size: availableParallelism(), timeoutMs: DECODE_TIMEOUT_MS });
  const unreadable: ScoredFiles['unreadable'] = [];
  const engine = await createInferenceEngine({ engine: 'onnx', model });
  const decode = async (file: LabelledFile): Promise<Prepared[]> => {
    try {
      return [prepare(file, await decodeFile(pool, file, signal), manifest)];
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
      unreadable.push({ path: file.path, reason: error.message });
      return [];
    }
  };
  try {
    const scored: ScoredFile[] = [];
    // The next batch is decoded while the engine computes.
    let computing: Promise<ScoredFile[]> = Promise.resolve([]);
    for (let at = 0; at < files.length; at += BATCH) {
      signal.throwIfAborted();
      const [batch, done] = await Promise.all([Promise.all(files.slice(at, at + BATCH).map(decode)), computing]);
      scored.push(...done);
      onProgress(at);
      computing = inferBatch(engine, batch.flat(), manifest);
    }
    scored.push(...(await computing));
    onProgress(files.length);
    const { engine: name, provider, version } = engine;
    return { scored, unreadable, engine: { engine: name, provider, version } };
  } finally {
    await Promise.all([engine.close(), pool.close()]);
  }
};

const decodeFile = async (pool: DecodePool, { file }: LabelledFile, signal: AbortSignal): Promise<CanonicalImage> =>
  pool.decode(await readFile(file), signal);
