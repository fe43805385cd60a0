import { classNames, type NetworkDefinition } from '../network/define-network.ts';
import type { Layer } from '../network/layer.ts';
import type { ParameterLayout } from '../network/parameter-layout.ts';
import type { GraphBuilder } from './graph-builder.ts';
import { channelsFirst } from './image-input.ts';
import { softmaxCrossEntropy } from './loss.ts';
import { joinVector, splitVector } from './parameter-vectors.ts';
import type { TraceContext } from './trace.ts';
import { traceLayers } from './trace-layers.ts';

export interface DropoutMaskSpec {
  /** The graph input; its shape is `[n, size]`. Values are 0 or `1 / (1 - rate)`. */
  readonly input: string;
  readonly layer: string;
  readonly rate: number;
  readonly size: number;
}

export interface TracedNetwork {
  readonly loss: string;
  readonly logits: string;
  /** Of all trained parameters, `[layout.trained.size]`. */
  readonly gradient: string;
  /** What this batch says of the running statistics, `[layout.statistics.size]`; undefined where the network has none. */
  readonly statistics: string | undefined;
  readonly dropoutMasks: readonly DropoutMaskSpec[];
}

/** All layers, those inside residual ones included. */
export function allLayers(layers: readonly Layer[]): Layer[] {
  return layers.flatMap((layer) =>
    layer.kind === 'residual' ? [layer, ...allLayers(layer.body), ...allLayers(layer.shortcut)] : [layer],
  );
}

/**
 * Writes the forward and the backward pass of a network. Declares the inputs `images` [n, h, w, c], `targets` [n, 2] and one mask per
 * dropout layer; `weights` names the vector of all trained parameters.
 */
export function traceNetwork(
  graph: GraphBuilder,
  definition: NetworkDefinition,
  layout: ParameterLayout,
  weights: string,
): TracedNetwork {
  const { height, width, channels } = definition.input;
  const images = graph.input('images', ['n', height, width, channels]);
  const targets = graph.input('targets', ['n', classNames.length]);
  const parameters = splitVector(graph, weights, layout.trained);
  const gradients = new Map<string, string>();
  const statistics = new Map<string, string>();
  const dropoutMasks: DropoutMaskSpec[] = [];
  const rates = new Map(
    allLayers(definition.layers).flatMap((layer) => (layer.kind === 'dropout' ? [[layer.name, layer.rate]] : [])),
  );
  const context: TraceContext = {
    graph,
    batchSize: graph.node('Cast', [graph.node('Shape', [images], { attributes: { start: 0, end: 1 } })], {
      attributes: { to: 1 },
    }),
    parameter(name) {
      const value = parameters.get(name);
      if (value === undefined) throw new Error(`The network has no parameter ${name}`);
      return value;
    },
    gradient: (name, value) => void gradients.set(name, value),
    statistic: (name, value) => void statistics.set(name, value),
    dropoutMask(layer, shape) {
      const input = `mask_${dropoutMasks.length + 1}`;
      const size = shape[0]!;
      if (shape.length !== 1) throw new Error(`Layer ${layer}: dropout on maps is not supported`);
      dropoutMasks.push({ input, layer, rate: rates.get(layer) ?? 0, size });
      return graph.input(input, ['n', size]);
    },
  };

  const logits = traceLayers(context, definition.layers, {
    value: channelsFirst(graph, images, definition.input),
    shape: [height, width, channels],
    needsGradient: false,
  });
  const { loss, gradient } = softmaxCrossEntropy(graph, logits.value, targets);
  logits.backward(gradient);
  return {
    loss,
    logits: logits.value,
    gradient: joinVector(graph, gradients, layout.trained),
    statistics: layout.statistics.size > 0 ? joinVector(graph, statistics, layout.statistics) : undefined,
    dropoutMasks,
  };
}
