import { describe, expect, it } from 'vitest';
import {
  buildFeatureGraph,
  buildInferenceGraph,
  buildTrainingGraph,
  countParameters,
  defineNetwork,
  hasFrozenTrunk,
  initialiseWeights,
  joinWeights,
  listParameters,
  networkAnatomy,
  splitNetwork,
  trunkParameters,
} from '../src/index.ts';
import { layersShape } from '../src/network/layer-shape.ts';

const published = [
  { architecture: 'vgg16', total: 15_047_202, trainable: 332_514, featureSize: 512, lastConv: 'block5_conv3/relu' },
  { architecture: 'resnet50v2', total: 24_683_746, trainable: 1_118_946, featureSize: 2048, lastConv: 'post_relu' },
] as const;

describe.each(published)('$architecture', ({ architecture, total, trainable, featureSize, lastConv }) => {
  it.each([1, 3] as const)('has the published parameters at 256x256, of %i channels', (channels) => {
    const definition = defineNetwork(architecture, { imageSize: 256, channels });
    expect(countParameters(definition)).toEqual({ total, trainable });
    expect(hasFrozenTrunk(architecture)).toBe(true);
  });

  it.each([
    [32, 1],
    [224, 7],
    [256, 8],
  ])('halves images of %i pixels five times', (imageSize, side) => {
    const definition = defineNetwork(architecture, { imageSize });
    const { lastConv: index } = networkAnatomy(definition);
    expect(definition.layers[index]?.name).toBe(lastConv);
    const shapeAfter = (count: number) => layersShape(definition.layers.slice(0, count), [imageSize, imageSize, 1]);
    // VGG16 halves a fifth time behind its last convolution.
    const lastSide = architecture === 'vgg16' ? side * 2 : side;
    expect(shapeAfter(index + 1)).toEqual([lastSide, lastSide, featureSize]);
    expect(shapeAfter(definition.layers.length)).toEqual([2]);
  });

  it('is plain JSON that tells where its trunk ends', () => {
    const definition = defineNetwork(architecture, { imageSize: 64 });
    expect(JSON.parse(JSON.stringify(definition))).toEqual(definition);
    expect(definition.trunk).toEqual({ lastLayer: 'avg_pool', weights: architecture });
  });

  it('splits into a trunk that never trains and a head that an engine takes for a network', () => {
    const definition = defineNetwork(architecture, { imageSize: 64 });
    const { trunk, head, featureSize: size } = splitNetwork(definition);
    expect(size).toBe(featureSize);
    expect(countParameters(trunk)).toEqual({ total: total - trainable, trainable: 0 });
    expect(countParameters(head)).toEqual({ total: trainable, trainable });
    expect(head.input).toEqual({ height: 1, width: 1, channels: featureSize });
    expect([...listParameters(trunk), ...listParameters(head)]).toEqual(listParameters(definition));
    expect(trunkParameters(architecture)).toEqual(listParameters(trunk));
    expect(() => buildTrainingGraph(definition)).toThrow('train the head that splitNetwork gives');
    const masks = buildTrainingGraph(head).dropoutMasks.map(({ size: units, rate }) => [units, rate]);
    expect(masks).toEqual([
      [512, 0.5],
      [128, 0.5],
    ]);
  });
});

describe('a frozen trunk', () => {
  it('has the layers and shapes of the published weights', () => {
    const shapes = new Map(trunkParameters('resnet50v2').map(({ name, shape }) => [name, shape]));
    expect(shapes.get('conv1_conv/kernel')).toEqual([7, 7, 3, 64]);
    expect(shapes.get('conv3_block4_2_conv/kernel')).toEqual([3, 3, 128, 128]);
    expect(shapes.has('conv3_block4_2_conv/bias')).toBe(false);
    expect(shapes.get('conv5_block1_0_conv/kernel')).toEqual([1, 1, 1024, 2048]);
    expect(shapes.get('post_bn/moving_variance')).toEqual([2048]);
    expect(shapes.size).toBe(270);
    const vgg = trunkParameters('vgg16').map(({ name }) => name);
    expect(vgg.slice(0, 3)).toEqual(['block1_conv1/kernel', 'block1_conv1/bias', 'block1_conv2/kernel']);
    expect(vgg).toHaveLength(26);
  });

  it('is not in the networks that train as a whole', () => {
    const compact = defineNetwork('compact', { imageSize: 32 });
    expect(hasFrozenTrunk('compact')).toBe(false);
    expect(() => splitNetwork(compact)).toThrow('compact has no frozen trunk');
    const unpooled = { ...compact, layers: compact.layers.slice(0, -2) };
    expect(() => buildFeatureGraph(unpooled, initialiseWeights(unpooled, 1))).toThrow('ends in pooled features');
    const lost = { ...compact, trunk: { lastLayer: 'gone', weights: 'vgg16' } as const };
    expect(() => listParameters(lost)).toThrow('no layer gone');
  });

  it('joins with its head to the weights of the whole, which are all needed', () => {
    const definition = defineNetwork('vgg16', { imageSize: 32 });
    const { trunk, head } = splitNetwork(definition);
    const [trunkWeights, headWeights] = [initialiseWeights(trunk, 1), initialiseWeights(head, 1)];
    const joined = joinWeights(trunkWeights, headWeights);
    expect([...joined.keys()]).toEqual(listParameters(definition).map(({ name }) => name));
    expect(joined.get('block1_conv1/kernel')).toBe(trunkWeights.get('block1_conv1/kernel'));
    expect(() => joinWeights(joined, headWeights)).toThrow('Both trunk and head have a parameter dense1/kernel');
    expect(() => buildInferenceGraph(definition, headWeights)).toThrow('Weights lack block1_conv1/kernel');
  });
});
