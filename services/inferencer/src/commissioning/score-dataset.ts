import { decodeCanonicalPng } from '@pneumo/imaging';
import { resizeGrey, toModelInputBytes } from '@pneumo/imaging/pure';
import {
  applyCalibration,
  createIdentityCheck,
  createLeftOutCount,
  createOverlapCheck,
  FINGERPRINT_SOURCE_SIDE,
  fingerprintThumbnail,
  type TrainedOn,
} from '@pneumo/models';
import { addSample, noDriftSums } from '@pneumo/models/monitoring';
import type { DatasetImage, DriftSums, LeftOut, Principal } from '@pneumo/shared/contracts';
import { forEachLimited, type ObjectStore, objectKeys, PneumoError, patientHashOf } from '@pneumo/shared/runtime';
import { abstainsByDefault } from '../drift/drift-sample.ts';
import { meanGrey } from '../drift/mean-grey.ts';
import { judgePicture } from '../prediction/judge-picture.ts';
import type { VersionInUse } from '../prediction/version-cache.ts';

/** Images in flight: predictions that come meanwhile share the engine and must not wait behind many of these. */
const AT_ONCE = 4;

export interface ScoredDataset {
  /** Row -> calibrated probability, of the rows that may judge the version. */
  readonly probabilities: ReadonlyMap<number, number>;
  readonly leftOut: LeftOut;
  /** The same rows in short: what later predictions of this site are compared with. */
  readonly drift: DriftSums;
}

/**
 * Runs a version over the rows of a data set that it was not trained on, exactly as predictions do. Throws `image_not_found`,
 * `version_damaged`, or what `signal` says.
 */
export const scoreDataset = async (options: {
  readonly store: ObjectStore;
  readonly principal: Principal;
  readonly rows: readonly DatasetImage[];
  readonly version: VersionInUse;
  readonly trainedOn: TrainedOn;
  readonly signal: AbortSignal;
  onProgress(done: number): void;
}): Promise<ScoredDataset> => {
  const { store, principal, rows, version, trainedOn, signal } = options;
  const { manifest, infer, abstention } = version;
  const { imageSize } = manifest.preprocessing;
  const byIdentity = createIdentityCheck(trainedOn);
  const check = createOverlapCheck(trainedOn);
  const counts = createLeftOutCount();
  const probabilities = new Map<number, number>();
  const drift = noDriftSums();
  let done = 0;

  const score = async (row: number): Promise<void> => {
    const { imageId, patient, perceptualHash } = rows[row]!;
    const identity = { imageId, patientHash: patientHashOf(patient) };
    // Most rows of a version's own data set end here, without a look at their pixels.
    const known = byIdentity(identity);
    if (known !== undefined) {
      counts.add(known);
      return;
    }
    const stored = await store.tryGet(objectKeys.image(principal.workspace, imageId));
    if (stored === undefined) throw new PneumoError('image_not_found', `Image ${imageId} is not stored.`);
    const { pixels, width, height } = await decodeCanonicalPng(stored.bytes, { sha256: imageId });
    const input = toModelInputBytes(pixels, width, height, manifest.preprocessing);
    const squashed = resizeGrey(input, imageSize, imageSize, FINGERPRINT_SOURCE_SIDE, FINGERPRINT_SOURCE_SIDE);
    const reason = check({ ...identity, perceptualHash, thumbnail: fingerprintThumbnail(squashed) });
    counts.add(reason);
    if (reason !== undefined) return;
    const { logits, features } = await infer(Float32Array.from(input));
    const probability = applyCalibration(manifest.calibration, logits[1] - logits[0]);
    if (!Number.isFinite(probability)) {
      throw new PneumoError('version_damaged', `${manifest.version} gives no finite figures.`);
    }
    probabilities.set(row, probability);
    const picture = { input, side: imageSize, width, height, features, film: undefined };
    const findings = judgePicture(abstention, picture, { probability, threshold: manifest.threshold.value });
    addSample(drift, {
      score: probability,
      positive: probability >= manifest.threshold.value,
      abstained: abstainsByDefault(findings?.checks),
      brightness: meanGrey(pixels),
      sizePixels: width * height,
    });
  };

  async function* indices(): AsyncGenerator<number> {
    for (let row = 0; row < rows.length; row += 1) {
      signal.throwIfAborted();
      // A run of rows that are left out must not hold up the event loop.
      if (row % 64 === 63) await new Promise(setImmediate);
      yield row;
    }
  }
  await forEachLimited(indices(), AT_ONCE, async (row) => {
    await score(row);
    done += 1;
    options.onProgress(done);
  });
  return { probabilities, leftOut: counts.leftOut(), drift };
};
