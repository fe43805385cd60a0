import { describe, expect, it } from 'vitest';
import {
  collectFingerprints,
  createOverlapCheck,
  createRandom,
  decodeFingerprints,
  describeLeftOut,
  encodeFingerprints,
  type Fingerprint,
  fingerprintThumbnail,
  type OverlapSubject,
  partByOverlap,
} from '../src/index.ts';

const noise = (seed: string): Uint8Array => {
  const random = createRandom(seed);
  return Uint8Array.from({ length: 256 }, () => 60 + random() * 120);
};
const HASH = '8f3c000000000001';
const picture = (seed: string, perceptualHash = HASH): Fingerprint => ({ perceptualHash, thumbnail: noise(seed) });
const subject = (name: string, print: Fingerprint = picture(name)): OverlapSubject => ({
  ...print,
  imageId: `image-${name}`,
  patientHash: `patient-${name}`,
});

describe('fingerprints', () => {
  it('come back from their file as they went in, at 264 bytes per picture', () => {
    const prints = collectFingerprints([picture('a'), picture('b', 'ffffffff00000000')]);
    const bytes = encodeFingerprints(prints);
    expect(bytes.length).toBe(16 + 2 * 264);
    // As it lies inside a larger buffer of the store's client.
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeFingerprints(shifted.subarray(3))).toEqual(prints);
    expect(decodeFingerprints(encodeFingerprints(collectFingerprints([]))).count).toBe(0);
  });

  it('are refused when the file is cut off, longer, or something else', () => {
    const bytes = encodeFingerprints(collectFingerprints([picture('a')]));
    expect(() => decodeFingerprints(bytes.subarray(0, 100))).toThrow('does not have 100 bytes');
    expect(() => decodeFingerprints(new Uint8Array(0))).toThrow('shorter');
    expect(() => decodeFingerprints(bytes.map((value, i) => (i === 0 ? 1 : value)))).toThrow('Not a fingerprint file');
    expect(() => collectFingerprints([{ perceptualHash: 'none', thumbnail: noise('a') }])).toThrow(RangeError);
  });

  it('average blocks of the squashed picture', () => {
    const squashed = new Uint8Array(64 * 64);
    squashed.fill(200, 0, 64 * 4);
    squashed[64 * 4] = 160;
    const thumbnail = fingerprintThumbnail(squashed);
    expect([...thumbnail.subarray(0, 16)]).toEqual(Array.from({ length: 16 }, () => 200));
    expect([...thumbnail.subarray(16, 18)]).toEqual([10, 0]);
  });
});

describe('createOverlapCheck', () => {
  const trained = ['one', 'two', 'three'].map((name) => subject(name));
  const trainedOn = {
    images: trained.map(({ imageId }) => imageId),
    patients: trained.map(({ patientHash }) => patientHash!),
    fingerprints: collectFingerprints(trained),
  };
  const check = createOverlapCheck(trainedOn);

  it('knows the image, the patient and nearly the same picture, in this order', () => {
    expect(check(subject('one'))).toBe('same-image');
    expect(check({ ...subject('new'), patientHash: 'patient-two' })).toBe('same-patient');
    const brighter = { perceptualHash: HASH, thumbnail: noise('three').map((value) => value / 2 + 90) };
    expect(check(subject('new', brighter))).toBe('near-duplicate');
    // 3 bits apart, the last one in the lowest place of the second word.
    expect(check(subject('new', { ...brighter, perceptualHash: '8f3f000000000000' }))).toBe('near-duplicate');
    expect(check(subject('new'))).toBeUndefined();
  });

  it('takes no stranger of the same hash, and no hash further away, for a near-duplicate', () => {
    expect(check(subject('stranger', picture('stranger', HASH)))).toBeUndefined();
    expect(check(subject('new', { perceptualHash: '8f3f000000000003', thumbnail: noise('three') }))).toBe(
      'near-duplicate',
    );
    expect(check(subject('new', { perceptualHash: '8f3f000000000007', thumbnail: noise('three') }))).toBeUndefined();
  });

  it('does not match patients where a key stands for a file, nor pictures of versions without fingerprints', () => {
    expect(createOverlapCheck({ images: [], patients: ['x'] })(subject('one'))).toBeUndefined();
    expect(check({ ...subject('new'), patientHash: null })).toBeUndefined();
  });

  it('parts a list and counts each image under its first reason', () => {
    const images = [subject('one'), subject('new'), { ...subject('far'), patientHash: 'patient-one' }];
    const { kept, leftOut } = partByOverlap(images, check);
    expect(kept).toEqual([1]);
    expect(leftOut).toEqual({ of: 3, sameImage: 1, samePatient: 1, nearDuplicate: 0 });
    expect(describeLeftOut(leftOut)).toBe('2 of 3 images were left out: trained on the image 1, on its patient 1');
    expect(describeLeftOut(partByOverlap([subject('new')], check).leftOut)).toBe('');
  });

  it('compares 330 pictures with 4,000 that all share the same hash, the worst case, and finds the one copy', () => {
    const many = Array.from({ length: 4_000 }, (_, i) => picture(`many-${i}`));
    const against = createOverlapCheck({ images: [], patients: [], fingerprints: collectFingerprints(many) });
    const images = Array.from({ length: 330 }, (_, i) => subject(`other-${i}`));
    images[200] = subject('copy', many[3_999]);
    expect(partByOverlap(images, against).leftOut).toMatchObject({ of: 330, nearDuplicate: 1 });
  });
});
