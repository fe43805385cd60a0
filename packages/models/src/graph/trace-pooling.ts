import type { GlobalAveragePoolLayer, MaxPoolLayer } from '../network/layer.ts';
import { asMap, layerShape, windowAxis } from '../network/layer-shape.ts';
import type { TraceContext, Traced, TraceInput } from './trace.ts';

/** Max pooling; its gradient goes back to the pixel that won, and adds up where windows overlap. */
export function traceMaxPool({ graph }: TraceContext, layer: MaxPoolLayer, input: TraceInput): Traced {
  const { height, width } = asMap(input.shape, layer.name);
  const { poolSize, stride, padding } = layer;
  const rows = windowAxis(height, poolSize, stride, padding);
  const columns = windowAxis(width, poolSize, stride, padding);
  const [value, winners] = graph.nodes('MaxPool', [input.value], 2, {
    attributes: {
      kernel_shape: [poolSize, poolSize],
      strides: [stride, stride],
      pads: [rows.before, columns.before, rows.after, columns.after],
    },
  });
  return {
    value: value!,
    shape: layerShape(layer, input.shape),
    backward(gradient) {
      if (!input.needsGradient) return undefined;
      const flat = graph.ints([-1]);
      const inputShape = graph.node('Shape', [input.value]);
      const zeros = graph.node('ConstantOfShape', [
        graph.node('ReduceProd', [inputShape], { attributes: { keepdims: 1 } }),
      ]);
      const scattered = graph.node(
        'ScatterElements',
        [zeros, graph.node('Reshape', [winners!, flat]), graph.node('Reshape', [gradient, flat])],
        { attributes: { axis: 0, reduction: 'add' } },
      );
      return graph.node('Reshape', [scattered, inputShape]);
    },
  };
}

export function traceGlobalAveragePool(
  { graph }: TraceContext,
  layer: GlobalAveragePoolLayer,
  input: TraceInput,
): Traced {
  const { height, width } = asMap(input.shape, layer.name);
  return {
    value: graph.node('ReduceMean', [input.value, graph.ints([2, 3])], { attributes: { keepdims: 0 } }),
    shape: layerShape(layer, input.shape),
    backward(gradient) {
      if (!input.needsGradient) return undefined;
      const share = graph.node('Mul', [gradient, graph.scalar(1 / (height * width))]);
      return graph.node('Expand', [
        graph.node('Reshape', [share, graph.ints([0, 0, 1, 1])]),
        graph.ints([1, 1, height, width]),
      ]);
    },
  };
}
