import { afterAll, describe, expect, it } from 'vitest';
import { createDecodePool, encodePhantomJpeg, encodePhantomPng, ImageError } from '../src/index.ts';
import { drawPhantom } from '../src/pure/index.ts';
import { between, seededRandom } from '../src/pure/seeded-random.ts';

const CODES = ['image_unsupported_format', 'image_unreadable', 'image_too_large', 'image_too_small'];
const pool = createDecodePool({ size: 2, timeoutMs: 20_000 });
afterAll(() => pool.close());

/** Flips bytes, cuts, repeats, or overwrites a stretch; the first bytes stay, so that decoders are reached. */
function mutate(bytes: Uint8Array, random: () => number): Uint8Array {
  const out = Buffer.from(bytes);
  const position = () => Math.floor(between(random, 8, out.length));
  switch (Math.floor(random() * 4)) {
    case 0:
      for (let flips = Math.ceil(random() * 12); flips > 0; flips -= 1)
        out[position()]! ^= 1 << Math.floor(random() * 8);
      return out;
    case 1:
      return out.subarray(0, position());
    case 2: {
      const [from, to] = [position(), position()].sort((a, b) => a - b) as [number, number];
      return Buffer.concat([out.subarray(0, to), out.subarray(from)]);
    }
    default: {
      const at = position();
      return out.fill(Math.floor(random() * 256), at, at + Math.ceil(random() * 40));
    }
  }
}

describe('damaged files', () => {
  it('end in an image or in a refusal with a code, and the pool still works after all of them', async () => {
    const random = seededRandom('fuzz 1');
    const phantom = drawPhantom({ seed: 'fuzz', label: 'pneumonia', size: { width: 72, height: 64 } });
    const png = encodePhantomPng(phantom);
    const jpeg = await encodePhantomJpeg(phantom);
    const files = Array.from({ length: 400 }, (_, at) => mutate(at % 2 === 0 ? jpeg : png, random));
    const ends = await Promise.allSettled(files.map((file) => pool.decode(file)));
    const refusals = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
    for (const reason of refusals) {
      expect(reason).toBeInstanceOf(ImageError);
      expect(CODES).toContain((reason as ImageError).code);
    }
    // Mutations that always, or never, hurt would test nothing.
    expect(refusals.length).toBeGreaterThan(150);
    expect(refusals.length).toBeLessThan(400);
    // A header can be read before a crash: a decoder that died is no refusal of its own.
    expect(refusals.filter((reason) => (reason as Error).message.includes('decoder stop'))).toEqual([]);
    await expect(pool.decode(png)).resolves.toMatchObject({ width: 72, height: 64 });
  });
});
