import type { ZeroPadLayer } from '../network/layer.ts';
import { asMap, layerShape } from '../network/layer-shape.ts';
import type { TraceContext, Traced, TraceInput } from './trace.ts';

/** Zeros around a map; the gradient is that of what lies inside them. */
export function traceZeroPad({ graph }: TraceContext, layer: ZeroPadLayer, input: TraceInput): Traced {
  const { height, width } = asMap(input.shape, layer.name);
  const { size } = layer;
  const pads = graph.ints([0, 0, size, size, 0, 0, size, size]);
  return {
    // Not quite zero: ONNX Runtime's optimiser takes a padding of exact zeros before max pooling for minus infinity.
    value: graph.node('Pad', [input.value, pads, graph.scalar(1e-30)]),
    shape: layerShape(layer, input.shape),
    backward(gradient) {
      if (!input.needsGradient) return undefined;
      const ends = graph.ints([size + height, size + width]);
      return graph.node('Slice', [gradient, graph.ints([size, size]), ends, graph.ints([2, 3])]);
    },
  };
}
