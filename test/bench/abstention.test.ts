import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AskedVersion, openAskedVersion } from '../../bench/abstention/ask-version.ts';
import {
  type Count,
  countFilms,
  countNearMisses,
  countOtherPictures,
  isAsWanted,
} from '../../bench/abstention/count-abstentions.ts';
import { cropMiddle, mirror, turn } from '../../bench/abstention/other-poses.ts';
import { drawOtherPictures } from '../../bench/abstention/pictures/index.ts';
import { drawPhantom } from '../../packages/imaging/src/pure/index.ts';

const DATA = resolve(import.meta.dirname, '../../../shared/data');
const FILMS = resolve(DATA, 'chest-xray/images-224/test');
const NEAR_MISSES = resolve(DATA, 'near-misses');

/** The kinds whose counts are not what is wanted of them. */
const unmet = (counts: readonly Count[]): Count[] => counts.filter((count) => isAsWanted(count) === false);
const named = (counts: readonly Count[], kind: string): Count => counts.find((count) => count.kind === kind)!;

describe('pictures that are drawn', () => {
  it('are twenty different ones, the same each time', () => {
    const first = drawOtherPictures();
    expect(first).toHaveLength(20);
    expect(new Set(first.map(({ picture }) => Buffer.from(picture.pixels).toString('base64'))).size).toBe(20);
    expect(drawOtherPictures()).toEqual(first);
  });

  it('come back after two turns and two mirrorings, and lose their edges to a crop', () => {
    const { pixels } = drawPhantom({ seed: 1, label: 'normal', size: { width: 30, height: 60 } });
    const picture = { width: 30, height: 60, pixels };
    expect(turn(picture)).toMatchObject({ width: 60, height: 30 });
    // The pixel in the upper left corner comes to the upper right one.
    expect(turn(picture).pixels[59]).toBe(pixels[0]);
    expect(turn(turn(turn(turn(picture))))).toEqual(picture);
    expect(mirror(mirror(picture))).toEqual(picture);
    expect(mirror(picture).pixels[0]).toBe(pixels[59 * 30]);
    expect(cropMiddle(picture)).toMatchObject({ width: 10, height: 20 });
    expect(cropMiddle(picture).pixels[0]).toBe(pixels[20 * 30 + 10]);
  });
});

describe('the starter version', () => {
  let version: AskedVersion;
  beforeAll(async () => {
    version = await openAskedVersion(resolve(import.meta.dirname, '../../packages/models/starter'));
  });
  afterAll(() => version.close());

  it('refuses photographs, documents and noise', async () => {
    const counted = await countOtherPictures(version);
    expect(counted.pictures).toBe(20);
    expect(unmet([counted])).toEqual([]);
  });

  it.skipIf(!existsSync(FILMS))(
    `answers films, and refuses copies that are inverted or turned, by the right reason (needs ${FILMS})`,
    async () => {
      const counts = await countFilms(version, FILMS);
      expect(named(counts, 'films').pictures).toBe(329);
      expect(unmet(counts)).toEqual([]);
      expect(named(counts, 'turned by 90 or 180').reasons.rotated).toBeGreaterThanOrEqual(40);
      expect(named(counts, 'mirrored top to bottom').abstained).toBeGreaterThanOrEqual(40);
    },
  );

  it.skipIf(!existsSync(NEAR_MISSES))(`refuses near misses (needs ${NEAR_MISSES})`, async () => {
    const counts = await countNearMisses(version, NEAR_MISSES);
    expect(unmet(counts)).toEqual([]);
    expect(named(counts, 'adult frontal films').pictures).toBe(40);
  });
});
