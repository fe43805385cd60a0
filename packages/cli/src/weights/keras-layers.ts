import { closeSync, openSync, readSync } from 'node:fs';
import { Dataset, File, Group, ready } from 'h5wasm/node';
import { CliError } from '../cli-error.ts';

/** One array of a layer, read when asked for. */
export interface KerasArray {
  /** Its path in the file. */
  readonly path: string;
  readonly shape: readonly number[];
  /** Throws CliError for anything but floating-point numbers. */
  readonly read: () => Float32Array;
}

export interface KerasFile {
  /** The arrays of each layer that has any, in Keras's order. */
  readonly layers: ReadonlyMap<string, readonly KerasArray[]>;
  close(): void;
}

const SIGNATURE = Buffer.from('894844460d0a1a0a', 'hex');

const startOf = (file: string): Buffer => {
  const start = Buffer.alloc(SIGNATURE.length);
  try {
    const handle = openSync(file, 'r');
    readSync(handle, start);
    closeSync(handle);
  } catch (error) {
    throw new CliError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
  return start;
};

const openFile = async (file: string): Promise<File> => {
  if (!startOf(file).equals(SIGNATURE)) throw new CliError(`${file} is no HDF5 file: give the .h5 that Keras wrote.`);
  const module = await ready;
  // Else it prints its faults and goes on.
  module.activate_throwing_error_handler();
  try {
    return new File(file, 'r');
  } catch (cause) {
    throw new CliError(`${file} is damaged or cut off: download or write it again.`, undefined, { cause });
  }
};

const arrayOf = (dataset: Dataset): KerasArray => ({
  path: dataset.path,
  shape: dataset.shape ?? [],
  read: () => {
    const { value } = dataset;
    if (value instanceof Float32Array) return value;
    if (value instanceof Float64Array) return Float32Array.from(value);
    throw new CliError(`${dataset.path} holds no floating-point numbers.`);
  },
});

/** A list of names; long ones are split over several attributes with a number behind the name. */
const namesIn = (group: Group, attribute: string): string[] | undefined => {
  const list = (name: string): string[] | undefined => {
    const value: unknown = group.attrs[name]?.value;
    return Array.isArray(value) ? value.map(String) : undefined;
  };
  if (attribute in group.attrs) return list(attribute) ?? [];
  const names: string[] = [];
  for (let chunk = 0; `${attribute}${chunk}` in group.attrs; chunk += 1) {
    names.push(...(list(`${attribute}${chunk}`) ?? []));
  }
  return names.length === 0 ? undefined : names;
};

type Layers = Map<string, KerasArray[]>;

const add = (layers: Layers, layer: string, array: KerasArray): void => {
  layers.set(layer, [...(layers.get(layer) ?? []), array]);
};

/**
 * Keras 2 and 3 `.h5`: a group per layer that lists its arrays. The layer is the last folder of an array's path, so that those of a
 * model inside a model are found, too.
 */
const readListed = (root: Group, names: readonly string[]): Layers => {
  const layers: Layers = new Map();
  for (const name of names) {
    const group = root.get(name);
    if (!(group instanceof Group)) continue;
    for (const weight of namesIn(group, 'weight_names') ?? []) {
      const dataset = group.get(weight);
      if (!(dataset instanceof Dataset)) continue;
      add(layers, `${name}/${weight}`.split('/').at(-2) ?? name, arrayOf(dataset));
    }
  }
  return layers;
};

/** Keras 3 `.weights.h5`: `vars` groups that know the name of their layer, at any depth; their arrays are numbered. */
const readNumbered = (group: Group, layers: Layers): Layers => {
  const name: unknown = group.attrs.name?.value;
  if (group.path.split('/').at(-1) === 'vars' && typeof name === 'string') {
    for (const key of group.keys().sort((a, b) => Number(a) - Number(b))) {
      const dataset = group.get(key);
      if (dataset instanceof Dataset) add(layers, name, arrayOf(dataset));
    }
    return layers;
  }
  for (const key of group.keys()) {
    const child = group.get(key);
    if (child instanceof Group) readNumbered(child, layers);
  }
  return layers;
};

/** Opens a file of Keras's weights in any of its layouts: Keras 2 or 3, whole models (`model_weights`) or weights alone. */
export const openKerasFile = async (file: string): Promise<KerasFile> => {
  const opened = await openFile(file);
  const close = (): void => void opened.close();
  try {
    const nested = opened.get('model_weights');
    const root = nested instanceof Group ? nested : opened;
    const names = namesIn(root, 'layer_names');
    const layers = names === undefined ? readNumbered(root, new Map()) : readListed(root, names);
    if (layers.size === 0) throw new CliError(`${file} holds no layers as Keras writes them.`);
    return { layers, close };
  } catch (error) {
    close();
    throw error;
  }
};
