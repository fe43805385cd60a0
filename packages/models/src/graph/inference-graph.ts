import { classNames, type NetworkDefinition } from '../network/define-network.ts';
import { asMap } from '../network/layer-shape.ts';
import { listParameters } from '../network/list-parameters.ts';
import { findHead, findLastConv } from '../network/network-anatomy.ts';
import { requireWeight, type Weights } from '../network/weights.ts';
import { createGraphBuilder, type GraphBuilder } from './graph-builder.ts';
import { channelsFirst } from './image-input.ts';
import { applyInferenceLayers, type InferenceValue } from './inference-layers.ts';

/** Starts a graph with its `input` and applies all layers; returns what each gives. */
function applyNetwork(
  definition: NetworkDefinition,
  weights: Weights,
): { graph: GraphBuilder; values: readonly InferenceValue[] } {
  // Reports what is missing or misshapen by name, before anything is built on it.
  for (const parameter of listParameters(definition)) requireWeight(weights, parameter);
  const graph = createGraphBuilder(definition.architecture);
  const { height, width, channels } = definition.input;
  const images = graph.input('input', ['n', height, width, channels]);
  const values = applyInferenceLayers({ graph, weights }, definition.layers, {
    name: channelsFirst(graph, images, definition.input),
    shape: [height, width, channels],
  });
  return { graph, values };
}

/**
 * Builds the ONNX graph (opset 18) that serves a network: batch norm by running statistics, folded into the convolutions; dropout
 * is gone. The batch size is free. Weights that the network does not have are ignored.
 *
 * Input: `input` [n, h, w, c] in 0..255 (or features, for a head). Outputs: `logits` [n, 2]; `features` [n, d], what feeds the last
 * dense layer; where there are convolutions, `last_conv` [n, channels, h, w] (NCHW), the activation of the last block of them, for
 * class activation maps.
 */
export function buildInferenceGraph(definition: NetworkDefinition, weights: Weights): Uint8Array {
  const head = findHead(definition);
  const lastConv = findLastConv(definition);
  const { graph, values } = applyNetwork(definition, weights);
  const [features, logits] = [values[head - 1]!, values[head]!];
  graph.output('logits', logits.name, ['n', classNames.length]);
  graph.output('features', features.name, ['n', features.shape[0]!]);
  if (lastConv !== undefined) {
    const activation = values[lastConv]!;
    const map = asMap(activation.shape, 'last_conv');
    graph.output('last_conv', activation.name, ['n', map.channels, map.height, map.width]);
  }
  return graph.build();
}

/**
 * Builds the ONNX graph of a frozen trunk, as `splitNetwork` gives it. Input: `input` [n, h, w, c] in 0..255; output: `features`
 * [n, featureSize]. The batch size is free.
 */
export function buildFeatureGraph(trunk: NetworkDefinition, weights: Weights): Uint8Array {
  const { graph, values } = applyNetwork(trunk, weights);
  const [size, ...rest] = values.at(-1)?.shape ?? [];
  if (size === undefined || rest.length > 0) throw new Error('A trunk ends in pooled features');
  graph.output('features', values.at(-1)!.name, ['n', size]);
  return graph.build();
}
