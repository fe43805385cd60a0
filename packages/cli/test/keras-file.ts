import { File, type Group, ready } from 'h5wasm/node';

export interface KerasLayer {
  readonly name: string;
  /** Names inside the layer, such as `kernel`, with shape and values, in Keras's order. */
  readonly arrays: readonly { readonly name: string; readonly shape: readonly number[]; readonly data: Float32Array }[];
}

/**
 * `keras2`: weights alone, with `:0` behind each name, the layer's name twice in a path; `vgg`: the same as the oldest published files
 * name them; `keras3`: a whole model; `nested`: a model inside a model; `vars`: Keras 3's `.weights.h5`, where only an attribute tells
 * the layer's name.
 */
export type KerasLayout = 'keras2' | 'vgg' | 'keras3' | 'nested' | 'vars';

const folder = (parent: Group, path: string): Group => {
  let group = parent;
  for (const name of path.split('/').filter((part) => part !== '')) {
    const inner = group.get(name);
    group = inner === null ? group.create_group(name) : (inner as Group);
  }
  return group;
};

const write = (group: Group, name: string, shape: readonly number[], data: Float32Array): void => {
  group.create_dataset({ name, shape: [...shape], data, dtype: '<f4' });
};

const OLD_NAMES: Record<string, string> = { kernel: 'W_1', bias: 'b_1' };

const weightName = (layout: KerasLayout, layer: string, array: string): string => {
  if (layout === 'vgg') return `${layer}_${OLD_NAMES[array] ?? array}:0`;
  return layout === 'keras2' ? `${layer}/${array}:0` : `${layer}/${array}`;
};

const writeListed = (root: Group, layers: readonly KerasLayer[], layout: KerasLayout): void => {
  const inner = layout === 'nested' ? 'base' : undefined;
  root.create_attribute('layer_names', inner === undefined ? layers.map(({ name }) => name) : ['input', inner]);
  const names: string[] = [];
  for (const { name, arrays } of layers) {
    const group = folder(root, inner ?? name);
    const weights = arrays.map((array) => weightName(layout, name, array.name));
    for (const [index, weight] of weights.entries()) {
      const cut = weight.lastIndexOf('/');
      const { shape, data } = arrays[index]!;
      write(folder(group, weight.slice(0, Math.max(cut, 0))), weight.slice(cut + 1), shape, data);
    }
    names.push(...weights);
    if (inner === undefined) group.create_attribute('weight_names', weights);
  }
  if (inner !== undefined) folder(root, inner).create_attribute('weight_names', names);
};

/** Writes a file of weights as Keras does. */
export const writeKerasFile = async (
  path: string,
  layers: readonly KerasLayer[],
  layout: KerasLayout,
): Promise<void> => {
  await ready;
  const file = new File(path, 'w');
  if (layout === 'vars') {
    for (const [index, { name, arrays }] of layers.entries()) {
      const vars = folder(file, `layers/functional/layers/layer_${index}/vars`);
      vars.create_attribute('name', name);
      for (const [at, { shape, data }] of arrays.entries()) write(vars, String(at), shape, data);
    }
  } else {
    writeListed(layout === 'keras3' ? folder(file, 'model_weights') : file, layers, layout);
  }
  file.close();
};
