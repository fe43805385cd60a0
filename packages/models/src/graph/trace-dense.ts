import type { DenseLayer, DropoutLayer, FlattenLayer, ReluLayer } from '../network/layer.ts';
import { asMap, layerShape } from '../network/layer-shape.ts';
import type { TraceContext, Traced, TraceInput } from './trace.ts';

export function traceDense(context: TraceContext, layer: DenseLayer, input: TraceInput): Traced {
  const { graph } = context;
  const kernel = context.parameter(`${layer.name}/kernel`);
  return {
    value: graph.node('Gemm', [input.value, kernel, context.parameter(`${layer.name}/bias`)]),
    shape: layerShape(layer, input.shape),
    backward(gradient) {
      context.gradient(
        `${layer.name}/kernel`,
        graph.node('Gemm', [input.value, gradient], { attributes: { transA: 1 } }),
      );
      context.gradient(
        `${layer.name}/bias`,
        graph.node('ReduceSum', [gradient, graph.ints([0])], { attributes: { keepdims: 0 } }),
      );
      return input.needsGradient ? graph.node('Gemm', [gradient, kernel], { attributes: { transB: 1 } }) : undefined;
    },
  };
}

/** Flattens in height, width, channel order, so that the next dense kernel has Keras's rows. */
export function traceFlatten({ graph }: TraceContext, layer: FlattenLayer, input: TraceInput): Traced {
  const { height, width, channels } = asMap(input.shape, layer.name);
  const channelsLast = graph.node('Transpose', [input.value], { attributes: { perm: [0, 2, 3, 1] } });
  return {
    value: graph.node('Reshape', [channelsLast, graph.ints([-1, height * width * channels])]),
    shape: layerShape(layer, input.shape),
    backward: (gradient) =>
      input.needsGradient
        ? graph.node('Transpose', [graph.node('Reshape', [gradient, graph.ints([-1, height, width, channels])])], {
            attributes: { perm: [0, 3, 1, 2] },
          })
        : undefined,
  };
}

export function traceRelu({ graph }: TraceContext, _layer: ReluLayer, input: TraceInput): Traced {
  const value = graph.node('Relu', [input.value]);
  return {
    value,
    shape: input.shape,
    backward(gradient) {
      if (!input.needsGradient) return undefined;
      // A step function of the output: 0 at 0, 1 from 1e-30 on. Measured twice as fast as Sign, and as Greater with Where.
      const open = graph.node('HardSigmoid', [value], { attributes: { alpha: { float: 1e30 }, beta: { float: 0 } } });
      return graph.node('Mul', [gradient, open]);
    },
  };
}

export function traceDropout(context: TraceContext, layer: DropoutLayer, input: TraceInput): Traced {
  const { graph } = context;
  const mask = context.dropoutMask(layer.name, input.shape);
  return {
    value: graph.node('Mul', [input.value, mask]),
    shape: input.shape,
    backward: (gradient) => (input.needsGradient ? graph.node('Mul', [gradient, mask]) : undefined),
  };
}
