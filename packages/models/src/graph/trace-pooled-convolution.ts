import type { ConvLayer, Layer, MaxPoolLayer } from '../network/layer.ts';
import { asMap, layerShape } from '../network/layer-shape.ts';
import type { GraphBuilder } from './graph-builder.ts';
import type { TraceContext, Traced, TraceInput } from './trace.ts';
import { kernelOfRepeatedGrey, repeatGradient } from './trace-repeated-grey.ts';

/** Whether `tracePooledConvolution` can take a convolution and what follows it: grey images in, nothing before it to train. */
export function canPoolConvolution(conv: ConvLayer, next: Layer | undefined, input: TraceInput): next is MaxPoolLayer {
  return (
    next?.kind === 'maxPool' &&
    next.padding === 'valid' &&
    conv.padding === 'valid' &&
    !input.needsGradient &&
    asMap(input.shape, conv.name).channels === 1
  );
}

/** All pixels that a window of the pool depends on, `[n, side, side, windows]`: one convolution that picks each of them. */
function windowPixels(graph: GraphBuilder, input: TraceInput, side: number, stride: number, windows: number): string {
  const pixels = side * side;
  const picks = new Float32Array(pixels ** 2).map((_, index) => (index % (pixels + 1) === 0 ? 1 : 0));
  const picked = graph.node('Conv', [input.value, graph.floats([pixels, 1, side, side], picks)], {
    attributes: { kernel_shape: [side, side], strides: [stride, stride] },
  });
  return graph.node('Reshape', [picked, graph.ints([-1, side, side, windows])]);
}

/**
 * A convolution of grey images and the max pooling behind it, as one. The map between the two is the largest of the network, and going
 * back through the pooling by indices costs more than all else: one value in nine of it matters. So the map is never made. Each position
 * in a pooling window is a matrix product of its own, `[n, filters, windows]`; a window goes to the first position that holds
 * the maximum, as in TensorFlow; and the kernel's gradient is, per position, the pixels it saw times the gradient of the windows it won.
 */
export function tracePooledConvolution(
  context: TraceContext,
  conv: ConvLayer,
  pool: MaxPoolLayer,
  input: TraceInput,
  repeats: number,
): Traced {
  const { graph } = context;
  const shape = layerShape(pool, layerShape(conv, input.shape));
  const { height, width, channels: filters } = asMap(shape, pool.name);
  const [windows, taps] = [height * width, conv.kernelSize ** 2];
  const side = conv.stride * (pool.poolSize - 1) + conv.kernelSize;
  const pixels = windowPixels(graph, input, side, conv.stride * pool.stride, windows);
  const kernel = graph.node('Reshape', [
    kernelOfRepeatedGrey(graph, context.parameter(`${conv.name}/kernel`), repeats),
    graph.ints([taps, filters]),
  ]);
  const turnedKernel = graph.node('Transpose', [kernel], { attributes: { perm: [1, 0] } });

  const seen: string[] = [];
  for (let row = 0; row < pool.poolSize; row++) {
    for (let column = 0; column < pool.poolSize; column++) {
      const starts = [row * conv.stride, column * conv.stride];
      const ends = graph.ints(starts.map((start) => start + conv.kernelSize));
      const part = graph.node('Slice', [pixels, graph.ints(starts), ends, graph.ints([1, 2])]);
      seen.push(graph.node('Reshape', [part, graph.ints([-1, taps, windows])]));
    }
  }
  const values = seen.map((part) => graph.node('MatMul', [turnedKernel, part]));
  let maximum = values[0]!;
  /** 1 where a position beats all before it, else 0. The last that does has won the window. */
  const beats = values.slice(1).map((value) => {
    const lead = graph.node('Sub', [value, maximum]);
    maximum = graph.node('Max', [maximum, value]);
    return graph.node('HardSigmoid', [lead], { attributes: { alpha: { float: 1e30 }, beta: { float: 0 } } });
  });
  const bias = conv.useBias
    ? graph.node('Reshape', [context.parameter(`${conv.name}/bias`), graph.ints([1, -1, 1])])
    : undefined;
  const pooled = bias === undefined ? maximum : graph.node('Add', [maximum, bias]);

  return {
    value: graph.node('Reshape', [pooled, graph.ints([-1, filters, height, width])]),
    shape,
    backward(gradient) {
      let left = graph.node('Reshape', [gradient, graph.ints([-1, filters, windows])]);
      if (bias !== undefined) {
        const sum = graph.node('ReduceSum', [left, graph.ints([0, 2])], { attributes: { keepdims: 0 } });
        context.gradient(`${conv.name}/bias`, sum);
      }
      const products: string[] = [];
      for (let position = seen.length - 1; position >= 0; position--) {
        const won = position === 0 ? left : graph.node('Mul', [left, beats[position - 1]!]);
        if (position > 0) left = graph.node('Sub', [left, won]);
        const turned = graph.node('Transpose', [won], { attributes: { perm: [0, 2, 1] } });
        products.push(graph.node('MatMul', [seen[position]!, turned]));
      }
      const sum = graph.node('ReduceSum', [graph.node('Sum', products), graph.ints([0])], {
        attributes: { keepdims: 1 },
      });
      context.gradient(`${conv.name}/kernel`, repeatGradient(graph, sum, { taps, repeats, filters }));
      return undefined;
    },
  };
}
