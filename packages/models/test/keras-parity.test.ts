import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  buildFeatureGraph,
  decodeSafetensors,
  defineNetwork,
  requireWeight,
  splitNetwork,
  trunkParameters,
  type Weights,
} from '../src/index.ts';
import { relativeDifference, runGraph } from './run-graph.ts';

const folder = process.env['PNEUMO_KERAS_DIR'] ?? join(import.meta.dirname, '../../../bench/keras/out');
const cases = ['grey-224', 'grey-65', 'rgb-64'] as const;

/** What Keras wrote: weights by our names, and the cases' images and features. */
function readReference(architecture: string): Weights {
  return decodeSafetensors(readFileSync(join(folder, `${architecture}.safetensors`))).weights;
}

describe.each(['vgg16', 'resnet50v2'] as const)('the trunk of %s', (architecture) => {
  const absent = existsSync(join(folder, `${architecture}.safetensors`))
    ? undefined
    : `no Keras references in ${folder}: run bench/keras/make-references.sh`;

  it('has the parameters that Keras has, and no others', ({ skip }) => {
    if (absent !== undefined) skip(absent);
    const reference = readReference(architecture);
    for (const parameter of trunkParameters(architecture)) requireWeight(reference, parameter);
    const weights = [...reference.keys()].filter((name) => !/^(images|features)\//.test(name));
    expect(weights).toHaveLength(trunkParameters(architecture).length);
  });

  it.for(cases)("gives Keras's features of %s to 1e-4", { timeout: 60_000 }, async (name, { skip }) => {
    if (absent !== undefined) skip(absent);
    const reference = readReference(architecture);
    const images = reference.get(`images/${name}`)!;
    const [, imageSize, , channels] = images.shape;
    const definition = defineNetwork(architecture, { imageSize: imageSize!, channels: channels === 3 ? 3 : 1 });
    const model = buildFeatureGraph(splitNetwork(definition).trunk, reference);
    const { features } = await runGraph(model, images.data, images.shape);
    const expected = reference.get(`features/${name}`)!;
    expect(features?.dims).toEqual(expected.shape);
    const difference = relativeDifference(features?.data, expected.data);
    console.info(
      `${architecture} ${name}: features differ from Keras's by ${difference.toExponential(1)} of their largest`,
    );
    expect(difference).toBeLessThan(1e-4);
  });
});
