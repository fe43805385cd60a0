import { describe, expect, it } from 'vitest';
import { canonicalise, encodePhantomJpeg } from '../src/index.ts';
import { differenceHash, drawPhantom, hashDistance, resizeGrey } from '../src/pure/index.ts';

describe('differenceHash', () => {
  it('has one bit per falling pair', () => {
    const rising = Uint8Array.from({ length: 90 * 80 }, (_, at) => at % 90);
    const falling = rising.map((value) => 89 - value);
    expect(differenceHash(rising, 90, 80)).toBe('0000000000000000');
    expect(differenceHash(falling, 90, 80)).toBe('ffffffffffffffff');
  });

  it('stays near for a smaller, recompressed copy and moves for another picture', async () => {
    const [one, other] = ['a', 'b'].map((seed) =>
      drawPhantom({ seed, label: 'normal', size: { width: 240, height: 200 } }),
    );
    const copy = await canonicalise(await encodePhantomJpeg(one!, 50));
    const small = { pixels: resizeGrey(copy.pixels, 240, 200, 120, 100), width: 120, height: 100 };
    const hashOf = (p: { pixels: Uint8Array; width: number; height: number }) =>
      differenceHash(p.pixels, p.width, p.height);
    expect(hashDistance(hashOf(one!), hashOf(small))).toBeLessThanOrEqual(4);
    expect(hashDistance(hashOf(one!), hashOf(other!))).toBeGreaterThan(4);
  });

  it('counts bits', () => {
    expect(hashDistance('0000000000000000', 'ffffffffffffffff')).toBe(64);
    expect(hashDistance('00000000000000f0', '0000000000000080')).toBe(3);
  });
});
