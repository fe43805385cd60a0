import type { NetworkDefinition } from '../network/define-network.ts';
import type { ParameterLayout, ParameterVector } from '../network/parameter-layout.ts';
import { adamStep, type OptimizerOptions } from './adam.ts';
import type { GraphBuilder } from './graph-builder.ts';
import { allLayers } from './trace-network.ts';

/** Per running statistic the share of its old value that a step keeps. */
function momentums(definition: NetworkDefinition, { parameters, size }: ParameterVector): Float32Array {
  const momentumOf = new Map<string, number>();
  for (const layer of allLayers(definition.layers)) {
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

/**
 * Writes the end of a step: Adam on the trained parameters, the moving average of the statistics. Declares the inputs `learning_rate`,
 * `correction1`, `correction2`, `moment1`, `moment2` and, with statistics, `statistics`; and the outputs `next_weights`, `next_moment1`,
 * `next_moment2`, `next_statistics`.
 */
export function writeUpdate(
  graph: GraphBuilder,
  definition: NetworkDefinition,
  { trained, statistics, decaySize }: ParameterLayout,
  values: { readonly weights: string; readonly gradient: string; readonly statistics: string | undefined },
  optimizer: OptimizerOptions,
): void {
  const { weights, gradient } = values;
  const inputs = {
    learningRate: graph.input('learning_rate', []),
    correction1: graph.input('correction1', []),
    correction2: graph.input('correction2', []),
    moment1: graph.input('moment1', [trained.size]),
    moment2: graph.input('moment2', [trained.size]),
  };
  const next = adamStep(graph, { ...inputs, weights, gradient }, optimizer, { size: trained.size, decaySize });
  graph.output('next_weights', next.weights, [trained.size]);
  graph.output('next_moment1', next.moment1, [trained.size]);
  graph.output('next_moment2', next.moment2, [trained.size]);
  if (values.statistics === undefined) return;
  const { size } = statistics;
  const kept = momentums(definition, statistics);
  const old = graph.node('Mul', [graph.input('statistics', [size]), graph.floats([size], kept)]);
  const taken = graph.floats(
    [size],
    kept.map((momentum) => 1 - momentum),
  );
  const fresh = graph.node('Mul', [values.statistics, taken]);
  graph.output('next_statistics', graph.node('Add', [old, fresh]), [size]);
}
