import { resizeGrey } from '@pneumo/imaging/pure';
import {
  collectFingerprints,
  createOverlapCheck,
  FINGERPRINT_SOURCE_SIDE,
  type Fingerprints,
  fingerprintThumbnail,
  type OverlapSubject,
  partByOverlap,
} from '@pneumo/models';
import type { DatasetManifest, LeftOut, Split } from '@pneumo/shared/contracts';
import { hashPatient, PneumoError, patientHashOf } from '@pneumo/shared/runtime';
import { openPixelFile } from './fit/pixel-file.ts';

/** What a version is fitted or tuned on: no gate or test may use these images, these patients, or nearly the same pictures. */
const TRAINED_ON: readonly Split[] = ['train', 'validation', 'calibration'];
type JudgedOn = 'gate' | 'test';

export interface DatasetOverlaps {
  /** What the version will record. */
  readonly trainedOn: { readonly images: string[]; readonly patients: string[]; readonly fingerprints: Fingerprints };
  /** Every row of the data set, as an image that judges. */
  readonly subjects: readonly OverlapSubject[];
  /** Rows that may judge. */
  readonly judging: Readonly<Record<JudgedOn, readonly number[]>>;
  readonly leftOut: Readonly<Record<JudgedOn, LeftOut>>;
}

/** Thumbnails from the model's input: what serving is shown of a picture gives the same ones. */
const readThumbnails = async (
  rows: number,
  { pixelsPath, imageSize, signal }: { pixelsPath: string; imageSize: number; signal: AbortSignal },
): Promise<Uint8Array[]> => {
  const pixels = openPixelFile(pixelsPath, imageSize);
  const source = new Uint8Array(imageSize ** 2);
  const thumbnails: Uint8Array[] = [];
  try {
    for (let row = 0; row < rows; row += 1) {
      pixels.read(row, source);
      const squashed = resizeGrey(source, imageSize, imageSize, FINGERPRINT_SOURCE_SIDE, FINGERPRINT_SOURCE_SIDE);
      thumbnails.push(fingerprintThumbnail(squashed));
      // Reading is synchronous, and this thread renews the job's lock.
      if (row % 32 === 31) await new Promise(setImmediate);
      signal.throwIfAborted();
    }
  } finally {
    pixels.close();
  }
  return thumbnails;
};

/** Finds the images of gate and test that nearly equal one that the version is trained on, and what the version records of the latter. */
export const findDatasetOverlaps = async (
  dataset: DatasetManifest,
  decoded: { readonly pixelsPath: string; readonly imageSize: number; readonly signal: AbortSignal },
): Promise<DatasetOverlaps> => {
  const { rows } = dataset;
  const thumbnails = await readThumbnails(rows.length, decoded);
  const subjects = rows.map(
    ({ imageId, patient, perceptualHash }, row): OverlapSubject => ({
      imageId,
      patientHash: patientHashOf(patient),
      perceptualHash,
      thumbnail: thumbnails[row]!,
    }),
  );
  const indicesOf = (isOurs: (split: Split) => boolean): number[] =>
    rows.flatMap(({ split }, row) => (isOurs(split) ? [row] : []));
  const trained = indicesOf((split) => TRAINED_ON.includes(split));
  const trainedOn = {
    images: trained.map((row) => rows[row]!.imageId),
    patients: [...new Set(trained.map((row) => hashPatient(rows[row]!.patient)))],
    fingerprints: collectFingerprints(trained.map((row) => subjects[row]!)),
  };
  const check = createOverlapCheck(trainedOn);
  const part = (split: JudgedOn): { rows: number[]; leftOut: LeftOut } => {
    const all = indicesOf((own) => own === split);
    const { kept, leftOut } = partByOverlap(
      all.map((row) => subjects[row]!),
      check,
    );
    return { rows: kept.map((index) => all[index]!), leftOut };
  };
  const [gate, test] = [part('gate'), part('test')];
  const classes = new Set(test.rows.map((row) => rows[row]!.label));
  if (classes.size < 2) {
    throw new PneumoError(
      'dataset_too_small',
      `Of the sealed test of ${dataset.id}, ${test.rows.length} of ${test.leftOut.of} images are not nearly equal to one that is trained on; they need to hold both classes.`,
    );
  }
  return {
    trainedOn,
    subjects,
    judging: { gate: gate.rows, test: test.rows },
    leftOut: { gate: gate.leftOut, test: test.leftOut },
  };
};
