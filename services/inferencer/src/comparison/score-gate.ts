import { decodeCanonicalPng } from '@pneumo/imaging';
import { resizeGrey, toModelInputBytes } from '@pneumo/imaging/pure';
import {
  applyCalibration,
  createLeftOutCount,
  FINGERPRINT_SOURCE_SIDE,
  fingerprintThumbnail,
  type OverlapSubject,
} from '@pneumo/models';
import type { DatasetImage, LeftOut, Principal } from '@pneumo/shared/contracts';
import { type ObjectStore, objectKeys, PneumoError, patientHashOf } from '@pneumo/shared/runtime';
import type { LoadedVersion } from '../prediction/load-version.ts';
import { readOverlaps } from './overlap-check.ts';

/** Images decoded and run together: what memory is bounded by. */
const BATCH = 16;

export interface GateScores {
  /** The images that may judge both, in the order of the probabilities. */
  readonly rows: readonly DatasetImage[];
  readonly candidate: readonly number[];
  readonly champion: readonly number[];
  /** The champion's counts are of those images that the candidate leaves. */
  readonly leftOut: { readonly candidate: LeftOut; readonly champion: LeftOut };
  readonly hasFingerprints: boolean;
}

interface Side {
  readonly version: LoadedVersion;
  /** The model input of an image, or undefined where it may not judge this version; counted either way. */
  readonly admit: (row: DatasetImage, picture: Picture) => Uint8Array | undefined;
  readonly leftOut: () => LeftOut;
  readonly hasFingerprints: boolean;
}

type Picture = Awaited<ReturnType<typeof decodeCanonicalPng>>;

const openSide = async (store: ObjectStore, principal: Principal, version: LoadedVersion): Promise<Side> => {
  const { preprocessing } = version.manifest;
  const { check, hasFingerprints } = await readOverlaps(store, principal, version.manifest);
  const counts = createLeftOutCount();
  return {
    version,
    hasFingerprints,
    leftOut: () => counts.leftOut(),
    admit: ({ imageId, patient, perceptualHash }, { pixels, width, height }) => {
      const input = toModelInputBytes(pixels, width, height, preprocessing);
      const [from, to] = [preprocessing.imageSize, FINGERPRINT_SOURCE_SIDE];
      // From the model's input, as the recorded ones were made.
      const thumbnail = fingerprintThumbnail(resizeGrey(input, from, from, to, to));
      const subject: OverlapSubject = { imageId, patientHash: patientHashOf(patient), perceptualHash, thumbnail };
      const reason = check(subject);
      counts.add(reason);
      return reason === undefined ? input : undefined;
    },
  };
};

const probabilitiesOf = async ({ version }: Side, inputs: readonly Uint8Array[]): Promise<number[]> => {
  const { manifest, engine } = version;
  const pixelCount = manifest.preprocessing.imageSize ** 2;
  const images = new Float32Array(inputs.length * pixelCount);
  inputs.forEach((input, index) => images.set(input, index * pixelCount));
  const { logits } = await engine.infer(images, inputs.length);
  return inputs.map((_, index) => {
    const probability = applyCalibration(manifest.calibration, logits[index * 2 + 1]! - logits[index * 2]!);
    if (!Number.isFinite(probability)) {
      throw new PneumoError('version_damaged', `${manifest.version} gives no finite figures.`);
    }
    return probability;
  });
};

/**
 * Candidate and champion on the same stored images, each with its own preprocessing and calibration, a batch at a time. An image that either
 * was trained on, or nearly, judges neither. Throws `image_not_found` and `version_damaged`.
 */
export const scoreGate = async (options: {
  readonly store: ObjectStore;
  readonly principal: Principal;
  readonly rows: readonly DatasetImage[];
  readonly candidate: LoadedVersion;
  readonly champion: LoadedVersion;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
}): Promise<GateScores> => {
  const { store, principal, rows, signal } = options;
  const [candidate, champion] = await Promise.all([
    openSide(store, principal, options.candidate),
    openSide(store, principal, options.champion),
  ]);
  const read = async ({ imageId }: DatasetImage): Promise<Picture> => {
    const stored = await store.tryGet(objectKeys.image(principal.workspace, imageId));
    if (stored === undefined) throw new PneumoError('image_not_found', `Gate image ${imageId} is no longer stored.`);
    return decodeCanonicalPng(stored.bytes, { sha256: imageId });
  };

  const scores = { rows: [] as DatasetImage[], candidate: [] as number[], champion: [] as number[] };
  for (let start = 0; start < rows.length; start += BATCH) {
    signal.throwIfAborted();
    const batch = await Promise.all(
      rows.slice(start, start + BATCH).map(async (row) => {
        const picture = await read(row);
        const ours = candidate.admit(row, picture);
        const theirs = ours === undefined ? undefined : champion.admit(row, picture);
        return ours === undefined || theirs === undefined ? [] : [{ row, ours, theirs }];
      }),
    );
    const allowed = batch.flat();
    if (allowed.length > 0) {
      const [ours, theirs] = await Promise.all([
        probabilitiesOf(
          candidate,
          allowed.map((each) => each.ours),
        ),
        probabilitiesOf(
          champion,
          allowed.map((each) => each.theirs),
        ),
      ]);
      scores.rows.push(...allowed.map(({ row }) => row));
      scores.candidate.push(...ours);
      scores.champion.push(...theirs);
    }
    options.onProgress(Math.min(start + BATCH, rows.length));
  }
  return {
    ...scores,
    leftOut: { candidate: candidate.leftOut(), champion: champion.leftOut() },
    hasFingerprints: champion.hasFingerprints,
  };
};
