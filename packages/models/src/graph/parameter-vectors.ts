import type { ParameterVector } from '../network/parameter-layout.ts';
import type { GraphBuilder } from './graph-builder.ts';

/** Takes a vector apart into its parameters, by name. */
export function splitVector(
  graph: GraphBuilder,
  value: string,
  { parameters }: ParameterVector,
): ReadonlyMap<string, string> {
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

/** Puts one value per parameter behind each other; the inverse of `splitVector`. Throws where one is missing. */
export function joinVector(
  graph: GraphBuilder,
  values: ReadonlyMap<string, string>,
  { parameters }: ParameterVector,
): string {
  const parts = parameters.map(({ name }) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`Nothing was computed for ${name}`);
    return graph.node('Reshape', [value, graph.ints([-1])]);
  });
  return graph.node('Concat', parts, { attributes: { axis: 0 } });
}
