import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreementOf, type PairScore } from '../../bench/agreement/agreement.ts';
import { pairFiles } from '../../bench/agreement/pair-files.ts';
import { openVersion, scorePair } from '../../bench/agreement/score-pairs.ts';
import { createDecodePool, encodePhantomJpeg } from '../../packages/imaging/src/index.ts';
import { drawPhantom, resizeGrey } from '../../packages/imaging/src/pure/index.ts';

const STARTER = resolve(import.meta.dirname, '../../packages/models/starter');
const score = (original: number, copy: number): PairScore => ({
  label: 'normal',
  logits: [original, copy],
  probabilities: [original, copy],
  inputDifference: 2,
});

describe('agreementOf', () => {
  it('counts outcomes by the threshold, and differences in both directions', () => {
    const agreement = agreementOf([score(0.2, 0.1), score(0.9, 0.4), score(0.4, 0.5), score(0.8, 0.9)], 0.5);
    expect(agreement).toMatchObject({ images: 4, onlyOriginal: 1, onlyCopy: 1, meanInputDifference: 2 });
    expect(agreement.equalOutcomes.share).toBe(0.5);
    expect(agreement.meanProbabilityDifference).toBeCloseTo(0.2, 12);
    expect(agreement.meanShift).toBeCloseTo(-0.1, 12);
    expect(agreement.largestProbabilityDifference).toBeCloseTo(0.5, 12);
    expect(agreementOf([score(0, 1), score(1, 3), score(2, 5)], 0.5).correlation).toBeCloseTo(1, 12);
    expect(agreementOf([score(1, 1), score(1, 2)], 0.5).correlation).toBeNull();
    expect(() => agreementOf([], 0.5)).toThrow(RangeError);
  });
});

describe('pairs of originals and copies', () => {
  let folder: string;
  const decodePool = createDecodePool({ size: 1, timeoutMs: 20_000 });
  const put = async (path: string, bytes: Uint8Array): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pneumo-agreement-'));
    for (const [name, label] of [
      ['NORMAL/IM-0001-0001', 'normal'],
      ['PNEUMONIA/person1_virus_1', 'pneumonia'],
    ] as const) {
      const film = drawPhantom({ seed: name, label, size: { width: 400, height: 300 } });
      const small = { pixels: resizeGrey(film.pixels, 400, 300, 224, 224), width: 224, height: 224 };
      await put(`originals/${name}.jpeg`, await encodePhantomJpeg(film, 95));
      await put(`copies/train/${name}.jpg`, await encodePhantomJpeg(small, 75));
    }
    const stray = Buffer.from('not read');
    await put('originals/NORMAL/alone.png', stray);
    await put('originals/NORMAL/two.png', stray);
    await put('copies/train/NORMAL/two.png', stray);
    await put('copies/test/NORMAL/two.png', stray);
    await put('copies/test/PNEUMONIA/alone.png', stray);
  });
  afterAll(async () => {
    await decodePool.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('are found by class and name; what has no single partner is told', async () => {
    const { pairs, unpaired } = await pairFiles(join(folder, 'originals'), join(folder, 'copies'));
    expect(pairs.map(({ name, label }) => [name, label])).toEqual([
      ['IM-0001-0001.jpeg', 'normal'],
      ['person1_virus_1.jpeg', 'pneumonia'],
    ]);
    expect(unpaired).toEqual(['alone.png', 'two.png']);
  });

  it('get the same answer of the starter version, through decoding and preprocessing as served', async () => {
    const version = await openVersion(STARTER);
    try {
      const { pairs } = await pairFiles(join(folder, 'originals'), join(folder, 'copies'));
      for (const pair of pairs) {
        const { inputDifference, logits, probabilities } = await scorePair(version, decodePool, pair);
        expect(inputDifference).toBeGreaterThan(0);
        expect(inputDifference).toBeLessThan(5);
        expect(Math.abs(logits[0] - logits[1])).toBeLessThan(2);
        expect(Math.abs(probabilities[0] - probabilities[1])).toBeLessThan(0.25);
      }
    } finally {
      await version.engine.close();
    }
  });
});
