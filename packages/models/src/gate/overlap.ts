import type { LeftOut, OverlapReason } from '@pneumo/shared/contracts';
import { type Fingerprint, type Fingerprints, hashWords } from '../probe/fingerprints.ts';
import { gradientSimilarityTo } from '../probe/gradient-similarity.ts';
import { MIN_SIMILARITY } from '../probe/near-duplicates.ts';
import { THUMBNAIL_SIDE } from '../probe/shortcut-probes.ts';
import { bitDistance, MAX_HASH_DISTANCE } from '../probe/similar-hashes.ts';

/** What a version was fitted or tuned on: none of it, and nothing nearly equal to it, may judge the version. */
export interface TrainedOn {
  readonly images: Iterable<string>;
  /** Hashes of patient keys. */
  readonly patients: Iterable<string>;
  /** Absent of versions that recorded none: near-duplicates are then not found. */
  readonly fingerprints?: Fingerprints | undefined;
}

/** An image that is to judge a version. */
export interface OverlapSubject extends Fingerprint {
  readonly imageId: string;
  /** Null where the key stands for a file, not for a person. */
  readonly patientHash: string | null;
}

export type OverlapCheck = (image: OverlapSubject) => OverlapReason | undefined;

/**
 * Tells why an image may not judge a version that was trained on these: the very pixels, another picture of the same patient, or nearly the
 * same picture by the audit's rule (perceptual hashes at most 3 bits apart and gradients that correlate by 0.98). Takes about 0.1 ms
 * per image and 5,000 fingerprints.
 */
export function createOverlapCheck(trainedOn: TrainedOn): OverlapCheck {
  const byIdentity = createIdentityCheck(trainedOn);
  const isNearDuplicate = createNearDuplicateCheck(trainedOn.fingerprints);
  return (image) => byIdentity(image) ?? (isNearDuplicate(image) ? 'near-duplicate' : undefined);
}

/** The part of it that needs no pixels. */
export function createIdentityCheck(
  trainedOn: Pick<TrainedOn, 'images' | 'patients'>,
): (image: Pick<OverlapSubject, 'imageId' | 'patientHash'>) => OverlapReason | undefined {
  const images = new Set(trainedOn.images);
  const patients = new Set(trainedOn.patients);
  return ({ imageId, patientHash }) => {
    if (images.has(imageId)) return 'same-image';
    return patientHash !== null && patients.has(patientHash) ? 'same-patient' : undefined;
  };
}

/** Which of the images may judge, by index, and how many fell out for which reason. */
export function partByOverlap(
  images: readonly OverlapSubject[],
  check: OverlapCheck,
): { readonly kept: number[]; readonly leftOut: LeftOut } {
  const counts = createLeftOutCount();
  const kept: number[] = [];
  for (const [index, image] of images.entries()) {
    const reason = check(image);
    counts.add(reason);
    if (reason === undefined) kept.push(index);
  }
  return { kept, leftOut: counts.leftOut() };
}

/** Counts for images that come one by one. */
export function createLeftOutCount(): { add(reason: OverlapReason | undefined): void; leftOut(): LeftOut } {
  const counts = { of: 0, 'same-image': 0, 'same-patient': 0, 'near-duplicate': 0 };
  return {
    add: (reason) => {
      counts.of += 1;
      if (reason !== undefined) counts[reason] += 1;
    },
    leftOut: () => ({
      of: counts.of,
      sameImage: counts['same-image'],
      samePatient: counts['same-patient'],
      nearDuplicate: counts['near-duplicate'],
    }),
  };
}

export function totalLeftOut({ sameImage, samePatient, nearDuplicate }: LeftOut): number {
  return sameImage + samePatient + nearDuplicate;
}

/** In words, such as "3 of 400 images were left out: trained on the image 1, on its patient 2"; empty where none was. */
export function describeLeftOut(leftOut: LeftOut): string {
  const parts: [string, number][] = [
    ['the image', leftOut.sameImage],
    ['its patient', leftOut.samePatient],
    ['nearly the same picture', leftOut.nearDuplicate],
  ];
  const told = parts.filter(([, count]) => count > 0).map(([what, count]) => `on ${what} ${count}`);
  const total = totalLeftOut(leftOut);
  return total === 0 ? '' : `${total} of ${leftOut.of} images were left out: trained ${told.join(', ')}`;
}

function createNearDuplicateCheck(fingerprints: Fingerprints | undefined): (picture: Fingerprint) => boolean {
  if (fingerprints === undefined || fingerprints.count === 0) return () => false;
  const { count, hashes, thumbnails } = fingerprints;
  const similarityTo = gradientSimilarityTo(thumbnails, THUMBNAIL_SIDE);
  return ({ perceptualHash, thumbnail }) => {
    const [high, low] = hashWords(perceptualHash);
    let similarity: ((index: number) => number) | undefined;
    for (let i = 0; i < count; i++) {
      if (bitDistance(high ^ hashes[2 * i]!, low ^ hashes[2 * i + 1]!) > MAX_HASH_DISTANCE) continue;
      similarity ??= similarityTo(thumbnail);
      if (similarity(i) >= MIN_SIMILARITY) return true;
    }
    return false;
  };
}
