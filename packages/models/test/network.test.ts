import { describe, expect, it } from 'vitest';
import {
  countParameters,
  defineNetwork,
  initialiseWeights,
  listParameters,
  networkAnatomy,
  packParameters,
  parameterLayout,
  requireWeight,
  unpackParameters,
} from '../src/index.ts';

describe('cnn', () => {
  it('has the 538,770 parameters of the published network at 256x256', () => {
    const published = { total: 538_770, trainable: 538_770 };
    expect(countParameters(defineNetwork('cnn', { imageSize: 256 }))).toEqual(published);
    expect(countParameters(defineNetwork('cnn', { imageSize: 256, channels: 3 }))).toEqual(published);
  });

  it('names its parameters after its layers, in the layout of Keras', () => {
    const table = listParameters(defineNetwork('cnn', { imageSize: 256 })).map(({ name, shape }) => [name, shape]);
    expect(table).toEqual([
      ['conv1/kernel', [3, 3, 3, 128]],
      ['conv1/bias', [128]],
      ['conv2/kernel', [3, 3, 128, 64]],
      ['conv2/bias', [64]],
      ['dense1/kernel', [14_400, 32]],
      ['dense1/bias', [32]],
      ['dense2/kernel', [32, 16]],
      ['dense2/bias', [16]],
      ['logits/kernel', [16, 2]],
      ['logits/bias', [2]],
    ]);
  });
});

describe('compact', () => {
  it('has 494,098 parameters at every size', () => {
    for (const imageSize of [32, 33, 47, 224, 512]) {
      expect(countParameters(defineNetwork('compact', { imageSize }))).toEqual({ total: 494_098, trainable: 492_626 });
    }
  });

  it('does not train, or decay, what it should not', () => {
    const table = listParameters(defineNetwork('compact', { imageSize: 64 }));
    for (const { name, trainable, decays } of table) {
      expect(trainable).toBe(!/moving_(mean|variance)$/.test(name));
      expect(decays).toBe(name.endsWith('/kernel'));
    }
    expect(new Set(table.map(({ name }) => name)).size).toBe(table.length);
  });
});

describe('defineNetwork', () => {
  it.each([31, 513, 64.5, Number.NaN])('refuses images of %s pixels', (imageSize) => {
    expect(() => defineNetwork('compact', { imageSize })).toThrow(RangeError);
  });

  it('gives plain JSON that builds the same network', () => {
    const definition = defineNetwork('compact', { imageSize: 40 });
    expect(JSON.parse(JSON.stringify(definition))).toEqual(definition);
  });

  it('ends its convolutions where class activation maps begin', () => {
    const cnn = defineNetwork('cnn', { imageSize: 64 });
    expect(cnn.layers[networkAnatomy(cnn).lastConv]?.name).toBe('conv2/relu');
    const compact = defineNetwork('compact', { imageSize: 64 });
    expect(compact.layers[networkAnatomy(compact).lastConv]?.name).toBe('stage4/block/relu2');
  });
});

describe('initialiseWeights', () => {
  const definition = defineNetwork('compact', { imageSize: 32 });

  it('gives the same weights for a seed, and others for another', () => {
    expect(initialiseWeights(definition, 1)).toEqual(initialiseWeights(definition, 1));
    expect(initialiseWeights(definition, 1)).not.toEqual(initialiseWeights(definition, 2));
  });

  it('spreads a convolution as He et al. say, and a dense layer as Glorot says', () => {
    const weights = initialiseWeights(definition, 1);
    const { data } = weights.get('stage4/block/conv1/kernel')!;
    const variance = data.reduce((sum, value) => sum + value * value, 0) / data.length;
    expect(variance / (2 / (9 * 128))).toBeCloseTo(1, 1);
    const limit = Math.sqrt(6 / (128 + 2));
    const dense = weights.get('logits/kernel')!.data;
    expect(Math.max(...dense.map(Math.abs))).toBeLessThanOrEqual(Math.fround(limit));
    expect(Math.max(...dense)).toBeGreaterThan(limit / 2);
  });
});

describe('parameterLayout', () => {
  const definition = defineNetwork('compact', { imageSize: 32 });
  const layout = parameterLayout(definition);

  it('packs and unpacks without loss', () => {
    const weights = initialiseWeights(definition, 3);
    const trained = unpackParameters(layout.trained, packParameters(layout.trained, weights));
    const statistics = unpackParameters(layout.statistics, packParameters(layout.statistics, weights));
    const sorted = [...trained, ...statistics].sort(([a], [b]) => a.localeCompare(b));
    expect(sorted).toEqual([...weights].sort(([a], [b]) => a.localeCompare(b)));
  });

  it('puts what decays first', () => {
    for (const { decays, offset } of layout.trained.parameters) expect(decays).toBe(offset < layout.decaySize);
  });

  it('names what is missing or misshapen', () => {
    expect(() => packParameters(layout.trained, new Map())).toThrow('Weights lack stem/conv/kernel');
    const wrong = new Map([['a', { shape: [2], data: new Float32Array(2) }]]);
    expect(() => requireWeight(wrong, { name: 'a', shape: [3] })).toThrow('Weights of a have shape [2], not [3]');
    expect(() => unpackParameters(layout.trained, new Float32Array(3))).toThrow('got 3');
  });
});
