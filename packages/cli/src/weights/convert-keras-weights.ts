import { basename } from 'node:path';
import { type ParameterSpec, trunkParameters, type Weights } from '@pneumo/models';
import { PRETRAINED_NAMES, type PretrainedName } from '@pneumo/shared/contracts';
import { CliError } from '../cli-error.ts';
import { type KerasArray, type KerasFile, openKerasFile } from './keras-layers.ts';

type Layers = KerasFile['layers'];

const layerOf = ({ name }: Pick<ParameterSpec, 'name'>): string => name.slice(0, name.lastIndexOf('/'));

/** Our parameters by layer, in the order in which Keras keeps them: kernel, bias; gamma, beta, moving mean, moving variance. */
const parametersByLayer = (name: PretrainedName): Map<string, ParameterSpec[]> =>
  Map.groupBy(trunkParameters(name), layerOf);

const fits = (arrays: readonly KerasArray[] | undefined, parameters: readonly ParameterSpec[]): boolean =>
  arrays !== undefined &&
  arrays.length === parameters.length &&
  arrays.every(({ shape }, index) => shape.join() === parameters[index]!.shape.join());

const faultOf = (layers: Layers, layer: string, parameters: readonly ParameterSpec[]): string => {
  const show = (list: readonly { shape: readonly number[] }[]): string =>
    list.map(({ shape }) => `[${shape.join(', ')}]`).join(' and ');
  const arrays = layers.get(layer);
  if (arrays === undefined) return `it has no layer ${layer}`;
  return `its layer ${layer} has ${show(arrays)} where ${show(parameters)} belongs`;
};

/** Which trunk the layers are. Throws CliError where they are none. */
const recognise = (file: string, layers: Layers, wanted: PretrainedName | undefined): PretrainedName => {
  const candidates = wanted === undefined ? PRETRAINED_NAMES : [wanted];
  const faults = candidates.map((name) => {
    const fault = [...parametersByLayer(name)].find(([layer, parameters]) => !fits(layers.get(layer), parameters));
    return { name, fault };
  });
  const match = faults.find(({ fault }) => fault === undefined);
  if (match !== undefined) return match.name;
  const reasons = faults.map(({ name, fault }) => `not ${name}: ${faultOf(layers, ...fault!)}`);
  throw new CliError(
    `${basename(file)} is ${reasons.join('; ')}. Give Keras's file of ${candidates.join(' or ')}, with or without top.`,
  );
};

const readFinite = (array: KerasArray): Float32Array => {
  const data = array.read();
  if (!data.every((value) => Number.isFinite(value)))
    throw new CliError(`${array.path} holds numbers that are not finite.`);
  return data;
};

/**
 * Reads the weights of a frozen trunk out of Keras's `.h5`, under our names, every shape checked. Layers beyond the trunk are left out.
 * Throws CliError that says what does not fit.
 */
export const convertKerasWeights = async (
  file: string,
  wanted?: PretrainedName,
): Promise<{ name: PretrainedName; weights: Weights }> => {
  const opened = await openKerasFile(file);
  try {
    const name = recognise(file, opened.layers, wanted);
    const weights: Weights = new Map();
    for (const [layer, parameters] of parametersByLayer(name)) {
      const arrays = opened.layers.get(layer)!;
      for (const [index, parameter] of parameters.entries()) {
        weights.set(parameter.name, { shape: parameter.shape, data: readFinite(arrays[index]!) });
      }
    }
    return { name, weights };
  } finally {
    opened.close();
  }
};
