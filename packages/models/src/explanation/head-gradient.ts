import type { NetworkDefinition } from '../network/define-network.ts';
import { asMap, layersShape, type MapShape } from '../network/layer-shape.ts';
import { listParameters } from '../network/list-parameters.ts';
import { networkAnatomy } from '../network/network-anatomy.ts';
import type { Weights } from '../network/weights.ts';
import { type HeadStep, headLayers } from './head-steps.ts';

/** Logit of pneumonia minus logit of normal, and its gradient with respect to `last_conv`, in the same order. */
export interface Evidence {
  readonly difference: number;
  readonly gradient: Float32Array;
}

export interface HeadGradient {
  /** Of `last_conv`, one image: `[channels, height, width]`. */
  readonly shape: MapShape;
  /** Throws where the activation has another size. */
  readonly evidence: (activation: Float32Array) => Evidence;
}

/** The names of the weights behind the last convolution: all that an explanation needs of a version. */
export function headParameterNames(definition: NetworkDefinition): string[] {
  const { lastConv } = networkAnatomy(definition);
  const behind = definition.layers.slice(lastConv + 1).map(({ name }) => `${name}/`);
  return listParameters(definition)
    .map(({ name }) => name)
    .filter((name) => behind.some((layer) => name.startsWith(layer)));
}

/**
 * The gradient of the evidence for pneumonia through the layers behind the last convolution, in plain arithmetic: so small a part of
 * the network needs no engine that differentiates. Only the weights of `headParameterNames` are read.
 */
export function createHeadGradient(definition: NetworkDefinition, weights: Weights): HeadGradient {
  const { lastConv } = networkAnatomy(definition);
  const { height, width, channels } = definition.input;
  const activationShape = layersShape(definition.layers.slice(0, lastConv + 1), [height, width, channels]);
  const shape = asMap(activationShape, 'last_conv');
  const size = shape.channels * shape.height * shape.width;
  const layers = headLayers(definition.layers.slice(lastConv + 1), activationShape, weights);
  return {
    shape,
    evidence: (activation) => {
      if (activation.length !== size) {
        throw new RangeError(`last_conv has ${activation.length} values where ${size} belong`);
      }
      const steps: HeadStep[] = [];
      let values: Float64Array = Float64Array.from(activation);
      for (const layer of layers) {
        const step = layer(values);
        steps.push(step);
        values = step.output;
      }
      const seed: Float64Array = Float64Array.of(-1, 1);
      const gradient = steps.reduceRight((from, { backward }) => backward(from), seed);
      return { difference: values[1]! - values[0]!, gradient: Float32Array.from(gradient) };
    },
  };
}
