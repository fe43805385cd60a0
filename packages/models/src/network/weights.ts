import { createRandom, gaussian, type Random } from '../random/create-random.ts';
import type { NetworkDefinition } from './define-network.ts';
import { listParameters, type ParameterSpec, parameterSize } from './list-parameters.ts';

export interface WeightTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Parameter name to values, row-major in the shape that `listParameters` gives. */
export type Weights = Map<string, WeightTensor>;

function fans(shape: readonly number[]): { fanIn: number; fanOut: number } {
  const receptive = parameterSize(shape.slice(0, -2));
  return { fanIn: receptive * shape.at(-2)!, fanOut: receptive * shape.at(-1)! };
}

function initialise({ shape, initializer }: ParameterSpec, random: Random): Float32Array {
  const data = new Float32Array(parameterSize(shape));
  switch (initializer) {
    case 'zeros':
      return data;
    case 'ones':
      return data.fill(1);
    case 'heNormal': {
      const deviation = Math.sqrt(2 / fans(shape).fanIn);
      return data.map(() => gaussian(random) * deviation);
    }
    case 'glorotUniform': {
      const { fanIn, fanOut } = fans(shape);
      const limit = Math.sqrt(6 / (fanIn + fanOut));
      return data.map(() => (2 * random() - 1) * limit);
    }
  }
}

/** First weights of a network. Each parameter has a stream of its own, so one more layer does not change the others. */
export function initialiseWeights(definition: NetworkDefinition, seed: string | number): Weights {
  return new Map(
    listParameters(definition).map((parameter) => [
      parameter.name,
      { shape: parameter.shape, data: initialise(parameter, createRandom(`${seed}:weights:${parameter.name}`)) },
    ]),
  );
}

/** Looks a parameter up; throws where it is missing or has another shape. */
export function requireWeight(weights: Weights, { name, shape }: Pick<ParameterSpec, 'name' | 'shape'>): Float32Array {
  const tensor = weights.get(name);
  if (tensor === undefined) throw new Error(`Weights lack ${name}`);
  if (tensor.shape.join() !== shape.join() || tensor.data.length !== parameterSize(shape)) {
    throw new Error(`Weights of ${name} have shape [${tensor.shape.join(', ')}], not [${shape.join(', ')}]`);
  }
  return tensor.data;
}
