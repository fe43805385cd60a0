import type { NetworkDefinition } from './define-network.ts';
import { listParameters, type ParameterSpec, parameterSize } from './list-parameters.ts';
import { requireWeight, type Weights } from './weights.ts';

interface PlacedParameter extends ParameterSpec {
  /** Where the parameter begins in its vector, in numbers. */
  readonly offset: number;
  readonly size: number;
}

/** Several parameters, one behind another in one vector. */
export interface ParameterVector {
  readonly parameters: readonly PlacedParameter[];
  readonly size: number;
}

/**
 * How a training graph and the TensorFlow.js engine lay weights out: one vector of what is trained, one of running statistics. An
 * optimizer step is then a handful of operations on one vector. What weight decay shrinks comes first, `decaySize` numbers in all.
 */
export interface ParameterLayout {
  readonly trained: ParameterVector;
  readonly statistics: ParameterVector;
  readonly decaySize: number;
}

function place(specs: readonly ParameterSpec[]): ParameterVector {
  let offset = 0;
  const parameters = specs.map((spec) => {
    const placed = { ...spec, offset, size: parameterSize(spec.shape) };
    offset += placed.size;
    return placed;
  });
  return { parameters, size: offset };
}

/** Lays out the parameters of a network. Throws for one with a frozen trunk, of which only the head is trained, on its own. */
export function parameterLayout(definition: NetworkDefinition): ParameterLayout {
  if (definition.trunk !== undefined) {
    throw new Error(`${definition.architecture} has a frozen trunk: train the head that splitNetwork gives`);
  }
  const specs = listParameters(definition);
  const trainable = specs.filter(({ trainable }) => trainable);
  const decaying = trainable.filter(({ decays }) => decays);
  return {
    trained: place([...decaying, ...trainable.filter(({ decays }) => !decays)]),
    statistics: place(specs.filter(({ trainable }) => !trainable)),
    decaySize: place(decaying).size,
  };
}

/** Copies the vector's parameters out of named weights. */
export function packParameters(vector: ParameterVector, weights: Weights): Float32Array {
  const packed = new Float32Array(vector.size);
  for (const parameter of vector.parameters) packed.set(requireWeight(weights, parameter), parameter.offset);
  return packed;
}

/** Copies a vector into named weights; the inverse of `packParameters`. */
export function unpackParameters(vector: ParameterVector, packed: Float32Array): Weights {
  if (packed.length !== vector.size) throw new Error(`Expected ${vector.size} parameters, got ${packed.length}`);
  return new Map(
    vector.parameters.map(({ name, shape, offset, size }) => [
      name,
      { shape, data: packed.slice(offset, offset + size) },
    ]),
  );
}
