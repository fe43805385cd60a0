import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trunkParameters } from '@pneumo/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { convertKerasWeights } from '../src/weights/convert-keras-weights.ts';
import { openKerasFile } from '../src/weights/keras-layers.ts';
import { type KerasLayer, type KerasLayout, writeKerasFile } from './keras-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pneumo-keras-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const numbers = (shape: readonly number[], first: number): Float32Array =>
  Float32Array.from({ length: shape.reduce((size, length) => size * length, 1) }, (_, index) => first + index / 1024);
const array = (name: string, shape: number[], first: number) => ({ name, shape, data: numbers(shape, first) });

const LAYERS: KerasLayer[] = [
  { name: 'conv1', arrays: [array('kernel', [3, 3, 1, 2], 1), array('bias', [2], 2)] },
  {
    name: 'norm1',
    arrays: ['gamma', 'beta', 'moving_mean', 'moving_variance'].map((name, index) => array(name, [2], 3 + index)),
  },
];

/** The layers of a trunk; each array begins with its number, so that a swap shows. */
const trunkLayers = (name: 'vgg16' | 'resnet50v2'): KerasLayer[] =>
  [...Map.groupBy(trunkParameters(name), (spec) => spec.name.slice(0, spec.name.lastIndexOf('/')))].map(
    ([layer, specs], index) => ({
      name: layer,
      arrays: specs.map((spec, at) => array(spec.name.split('/').at(-1)!, [...spec.shape], index * 4 + at)),
    }),
  );

describe('a file of Keras', () => {
  it.each<KerasLayout>(['keras2', 'vgg', 'keras3', 'nested', 'vars'])('is read in the layout %s', async (layout) => {
    const path = join(folder, `${layout}.h5`);
    await writeKerasFile(path, LAYERS, layout);
    const file = await openKerasFile(path);
    const { layers } = file;
    expect([...layers.keys()]).toEqual(['conv1', 'norm1']);
    for (const { name, arrays } of LAYERS) {
      expect(layers.get(name)!.map(({ shape }) => shape)).toEqual(arrays.map(({ shape }) => shape));
      expect(layers.get(name)!.map(({ read }) => read())).toEqual(arrays.map(({ data }) => data));
    }
    file.close();
  });

  it('is refused in one sentence when it is none, is cut off, or holds no layers', async () => {
    const text = join(folder, 'text.h5');
    await writeFile(text, 'hello');
    await expect(openKerasFile(text)).rejects.toThrow('is no HDF5 file');
    await expect(openKerasFile(join(folder, 'absent.h5'))).rejects.toThrow('cannot be read');
    const cut = join(folder, 'cut.h5');
    await writeFile(cut, (await readFile(join(folder, 'keras2.h5'))).subarray(0, 3000));
    await expect(openKerasFile(cut)).rejects.toThrow('damaged or cut off');
    const empty = join(folder, 'empty.h5');
    await writeKerasFile(empty, [], 'vars');
    await expect(openKerasFile(empty)).rejects.toThrow('holds no layers');
  });
});

describe('weights of a trunk', () => {
  it('are told by their layers and come under our names, whatever else the file holds', async () => {
    const path = join(folder, 'vgg16.h5');
    const layers = trunkLayers('vgg16');
    const top = { name: 'fc1', arrays: [array('kernel', [2, 2], 0)] };
    await writeKerasFile(path, [...layers, top], 'vgg');
    const { name, weights } = await convertKerasWeights(path);
    expect(name).toBe('vgg16');
    expect([...weights.keys()]).toEqual(trunkParameters('vgg16').map((spec) => spec.name));
    for (const [index, { name: layer, arrays }] of layers.entries()) {
      for (const [at, { name: leaf }] of arrays.entries()) {
        expect(weights.get(`${layer}/${leaf}`)!.data[0]).toBe(index * 4 + at);
      }
    }
    await expect(convertKerasWeights(path, 'resnet50v2')).rejects.toThrow('not resnet50v2: it has no layer conv1_conv');
  });

  it('of another network are refused, with what does not fit', async () => {
    const path = join(folder, 'other.h5');
    await writeKerasFile(
      path,
      [{ name: 'block1_conv1', arrays: [array('kernel', [3, 3, 1, 2], 1), array('bias', [2], 2)] }],
      'keras3',
    );
    const refused = convertKerasWeights(path);
    await expect(refused).rejects.toThrow(
      'not vgg16: its layer block1_conv1 has [3, 3, 1, 2] and [2] where [3, 3, 3, 64] and [64] belongs',
    );
    await expect(refused).rejects.toThrow('not resnet50v2: it has no layer conv1_conv');
  });
});
