import { classNames, type NetworkDefinition } from '../network/define-network.ts';
import { type ParameterLayout, parameterLayout } from '../network/parameter-layout.ts';
import { defaultOptimizerOptions, type OptimizerOptions } from './adam.ts';
import { createGraphBuilder } from './graph-builder.ts';
import { type DropoutMaskSpec, traceNetwork } from './trace-network.ts';
import { writeUpdate } from './write-update.ts';

export type { DropoutMaskSpec };

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

/** Builds the training graph of a network. */
export function buildTrainingGraph(
  definition: NetworkDefinition,
  options: Partial<OptimizerOptions> = {},
): TrainingGraph {
  const optimizer = { ...defaultOptimizerOptions, ...options };
  const layout = parameterLayout(definition);
  const graph = createGraphBuilder(`${definition.architecture}_training`);
  const weights = graph.input('weights', [layout.trained.size]);
  const { loss, logits, dropoutMasks, ...traced } = traceNetwork(graph, definition, layout, weights);
  graph.output('loss', loss, []);
  graph.output('logits', logits, ['n', classNames.length]);
  writeUpdate(graph, definition, layout, { weights, ...traced }, optimizer);
  return { model: graph.build(), layout, dropoutMasks, optimizer };
}

/**
 * The same step in two graphs, for batches that are computed in parts. The results of the parts are summed outside: gradients and losses
 * as they are (the targets carry the division by the size of the whole batch), statistics weighted by the parts' sizes.
 *
 * `gradientModel` takes `images`, `targets`, `weights` and the masks, and gives `loss`, `logits`, `gradient` [layout.trained.size] and
 * `batch_statistics`. `updateModel` takes `gradient`, `batch_statistics` and all that else changes, and gives the `next_` values.
 */
export interface AccumulatingGraphs {
  readonly gradientModel: Uint8Array;
  readonly updateModel: Uint8Array;
  readonly layout: ParameterLayout;
  readonly dropoutMasks: readonly DropoutMaskSpec[];
}

/** Builds the two graphs of a step on a batch in parts. Batch norm then goes by the statistics of each part. */
export function buildAccumulatingGraphs(
  definition: NetworkDefinition,
  options: Partial<OptimizerOptions> = {},
): AccumulatingGraphs {
  const layout = parameterLayout(definition);
  const { trained, statistics } = layout;
  const gradients = createGraphBuilder(`${definition.architecture}_gradient`);
  const traced = traceNetwork(gradients, definition, layout, gradients.input('weights', [trained.size]));
  gradients.output('loss', traced.loss, []);
  gradients.output('logits', traced.logits, ['n', classNames.length]);
  gradients.output('gradient', traced.gradient, [trained.size]);
  if (traced.statistics !== undefined) gradients.output('batch_statistics', traced.statistics, [statistics.size]);

  const update = createGraphBuilder(`${definition.architecture}_update`);
  const values = {
    weights: update.input('weights', [trained.size]),
    gradient: update.input('gradient', [trained.size]),
    statistics: statistics.size > 0 ? update.input('batch_statistics', [statistics.size]) : undefined,
  };
  writeUpdate(update, definition, layout, values, { ...defaultOptimizerOptions, ...options });
  return { gradientModel: gradients.build(), updateModel: update.build(), layout, dropoutMasks: traced.dropoutMasks };
}
