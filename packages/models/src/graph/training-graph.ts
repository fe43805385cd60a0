import { classNames, type NetworkDefinition } from '../network/define-network.ts';
import type { Layer } from '../network/layer.ts';
import { type ParameterLayout, type ParameterVector, parameterLayout } from '../network/parameter-layout.ts';
import { adamStep, defaultOptimizerOptions, type OptimizerOptions } from './adam.ts';
import { createGraphBuilder, type GraphBuilder } from './graph-builder.ts';
import { channelsFirst } from './image-input.ts';
import { softmaxCrossEntropy } from './loss.ts';
import type { TraceContext } from './trace.ts';
import { traceLayers } from './trace-layers.ts';

export interface DropoutMaskSpec {
  /** The graph input; its shape is `[n, size]`. Values are 0 or `1 / (1 - rate)`. */
  readonly input: string;
  readonly layer: string;
  readonly rate: number;
  readonly size: number;
}

/**
 * One training step as an ONNX graph: forward, backward and Adam. Everything float32; the batch size `n` is free, so a smaller last
 * batch runs on the same graph.
 *
 * Inputs: `images` [n, h, w, c] in 0..255; `targets` [n, 2], see `trainingTargets`; `learning_rate`, `correction1`, `correction2` []
 * (`1 / (1 - beta ^ step)`); `weights`, `moment1`, `moment2` [layout.trained.size]; `statistics` [layout.statistics.size] where the
 * network has any; one per dropout layer.
 * Outputs: `loss` [] (of the batch before the step, without weight decay), `logits` [n, 2], `next_weights`, `next_moment1`,
 * `next_moment2` and `next_statistics`.
 */
export interface TrainingGraph {
  readonly model: Uint8Array;
  readonly layout: ParameterLayout;
  readonly dropoutMasks: readonly DropoutMaskSpec[];
  readonly optimizer: OptimizerOptions;
}

function splitVector(graph: GraphBuilder, value: string, { parameters }: ParameterVector): Map<string, string> {
  if (parameters.length === 0) return new Map();
  const parts = graph.nodes('Split', [value, graph.ints(parameters.map(({ size }) => size))], parameters.length, {
    attributes: { axis: 0 },
  });
  return new Map(
    parameters.map(({ name, shape }, index) => [
      name,
      shape.length === 1 ? parts[index]! : graph.node('Reshape', [parts[index]!, graph.ints(shape)]),
    ]),
  );
}

function joinVector(graph: GraphBuilder, values: ReadonlyMap<string, string>, { parameters }: ParameterVector): string {
  const parts = parameters.map(({ name }) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`Nothing was computed for ${name}`);
    return graph.node('Reshape', [value, graph.ints([-1])]);
  });
  return graph.node('Concat', parts, { attributes: { axis: 0 } });
}

function findLayers(layers: readonly Layer[]): Layer[] {
  return layers.flatMap((layer) =>
    layer.kind === 'residual' ? [layer, ...findLayers(layer.body), ...findLayers(layer.shortcut)] : [layer],
  );
}

/** Per running statistic the share of its old value that a step keeps. */
function momentums(definition: NetworkDefinition, { parameters, size }: ParameterVector): Float32Array {
  const momentumOf = new Map<string, number>();
  for (const layer of findLayers(definition.layers)) {
    if (layer.kind === 'batchNorm') momentumOf.set(layer.name, layer.momentum);
  }
  const vector = new Float32Array(size);
  for (const { name, offset, size: length } of parameters) {
    const momentum = momentumOf.get(name.slice(0, name.lastIndexOf('/')));
    if (momentum === undefined) throw new Error(`Nothing updates ${name}`);
    vector.fill(momentum, offset, offset + length);
  }
  return vector;
}

/** Builds the training graph of a network. */
export function buildTrainingGraph(
  definition: NetworkDefinition,
  options: Partial<OptimizerOptions> = {},
): TrainingGraph {
  const optimizer = { ...defaultOptimizerOptions, ...options };
  const layout = parameterLayout(definition);
  const graph = createGraphBuilder(`${definition.architecture}_training`);
  const { height, width, channels } = definition.input;

  const images = graph.input('images', ['n', height, width, channels]);
  const targets = graph.input('targets', ['n', classNames.length]);
  const learningRate = graph.input('learning_rate', []);
  const correction1 = graph.input('correction1', []);
  const correction2 = graph.input('correction2', []);
  const weights = graph.input('weights', [layout.trained.size]);
  const moment1 = graph.input('moment1', [layout.trained.size]);
  const moment2 = graph.input('moment2', [layout.trained.size]);

  const parameters = splitVector(graph, weights, layout.trained);
  const gradients = new Map<string, string>();
  const statistics = new Map<string, string>();
  const dropoutMasks: DropoutMaskSpec[] = [];
  const rates = new Map(
    findLayers(definition.layers).flatMap((layer) => (layer.kind === 'dropout' ? [[layer.name, layer.rate]] : [])),
  );
  const batchSize = graph.node('Cast', [graph.node('Shape', [images], { attributes: { start: 0, end: 1 } })], {
    attributes: { to: 1 },
  });
  const context: TraceContext = {
    graph,
    batchSize,
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
  const gradientVector = joinVector(graph, gradients, layout.trained);
  const next = adamStep(
    graph,
    { weights, moment1, moment2, gradient: gradientVector, learningRate, correction1, correction2 },
    optimizer,
    { size: layout.trained.size, decaySize: layout.decaySize },
  );

  graph.output('loss', loss, []);
  graph.output('logits', logits.value, ['n', classNames.length]);
  graph.output('next_weights', next.weights, [layout.trained.size]);
  graph.output('next_moment1', next.moment1, [layout.trained.size]);
  graph.output('next_moment2', next.moment2, [layout.trained.size]);
  if (layout.statistics.size > 0) {
    const { size } = layout.statistics;
    const kept = momentums(definition, layout.statistics);
    const old = graph.node('Mul', [graph.input('statistics', [size]), graph.floats([size], kept)]);
    const fresh = graph.node('Mul', [
      joinVector(graph, statistics, layout.statistics),
      graph.floats(
        [size],
        kept.map((momentum) => 1 - momentum),
      ),
    ]);
    graph.output('next_statistics', graph.node('Add', [old, fresh]), [size]);
  }
  return { model: graph.build(), layout, dropoutMasks, optimizer };
}
