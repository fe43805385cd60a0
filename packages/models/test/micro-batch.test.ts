import { describe, expect, it } from 'vitest';
import { automaticMicroBatch, defineNetwork, dependsOnMicroBatch, splitNetwork } from '../src/index.ts';

describe('the automatic size of the parts of a batch', () => {
  it('leaves the recommended recipes of compact whole, and cuts what takes too much memory into equal parts', () => {
    expect(automaticMicroBatch(defineNetwork('compact', { imageSize: 224 }), 32)).toBe(32);
    expect(automaticMicroBatch(defineNetwork('compact', { imageSize: 320 }), 32)).toBe(32);
    expect(automaticMicroBatch(defineNetwork('compact', { imageSize: 512 }), 128)).toBeLessThan(64);
    const parts = automaticMicroBatch(defineNetwork('cnn', { imageSize: 256 }), 128);
    expect(parts).toBeLessThan(32);
    expect(parts * Math.ceil(128 / parts) - 128).toBeLessThan(parts);
  });

  it('gets smaller as images grow, and never below one', () => {
    const sizes = [64, 128, 256, 512].map((imageSize) => automaticMicroBatch(defineNetwork('cnn', { imageSize }), 256));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(sizes.at(-1)).toBeGreaterThanOrEqual(1);
    expect(new Set(sizes).size).toBeGreaterThan(2);
  });

  it('takes heads on frozen trunks whole', () => {
    const { head } = splitNetwork(defineNetwork('resnet50v2', { imageSize: 256 }));
    expect(automaticMicroBatch(head, 256)).toBe(256);
  });

  it('matters to the result only with batch norm', () => {
    expect(dependsOnMicroBatch(defineNetwork('compact', { imageSize: 64 }))).toBe(true);
    expect(dependsOnMicroBatch(defineNetwork('cnn', { imageSize: 64 }))).toBe(false);
  });
});
