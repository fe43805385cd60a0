import type { ConvLayer } from '../network/layer.ts';
import { asMap, layerShape, windowAxis } from '../network/layer-shape.ts';
import type { GraphBuilder } from './graph-builder.ts';
import type { TraceContext, Traced, TraceInput } from './trace.ts';
import { kernelOfRepeatedGrey, repeatGradient } from './trace-repeated-grey.ts';

interface Axis {
  readonly input: number;
  readonly length: number;
  readonly before: number;
  readonly after: number;
}

interface Geometry {
  readonly rows: Axis;
  readonly columns: Axis;
  readonly kernelSize: number;
  readonly stride: number;
}

const pads = ({ rows, columns }: Geometry): number[] => [rows.before, columns.before, rows.after, columns.after];

/** The input's gradient: a convolution with the kernel turned around; with a stride, a transposed convolution. */
function inputGradient(graph: GraphBuilder, geometry: Geometry, kernelHwio: string, gradient: string): string {
  const { rows, columns, kernelSize, stride } = geometry;
  const kernelShape = [kernelSize, kernelSize];
  if (stride === 1) {
    // Twice as fast as ConvTranspose, which ONNX Runtime computes with one thread per image and a scatter.
    const last = kernelSize - 1;
    const turned = graph.node('Slice', [
      kernelHwio,
      graph.ints([last, last]),
      graph.ints([-kernelSize - 1, -kernelSize - 1]),
      graph.ints([0, 1]),
      graph.ints([-1, -1]),
    ]);
    const kernel = graph.node('Transpose', [turned], { attributes: { perm: [2, 3, 0, 1] } });
    const turnedPads = pads(geometry).map((pad) => last - pad);
    return graph.node('Conv', [gradient, kernel], { attributes: { kernel_shape: kernelShape, pads: turnedPads } });
  }
  // What the windows left over at the end of an axis.
  const leftOver = ({ input, length, before, after }: Axis): number =>
    input - ((length - 1) * stride + kernelSize - before - after);
  const kernel = graph.node('Transpose', [kernelHwio], { attributes: { perm: [3, 2, 0, 1] } });
  return graph.node('ConvTranspose', [gradient, kernel], {
    attributes: {
      kernel_shape: kernelShape,
      strides: [stride, stride],
      pads: pads(geometry),
      output_padding: [leftOver(rows), leftOver(columns)],
    },
  });
}

/** Gives, per tap of the kernel, the pixels it saw, `[n, channels, rows * columns]`. */
type TapReader = (row: number, column: number) => string;

function readUnstrided(graph: GraphBuilder, geometry: Geometry, input: string): TapReader {
  const { rows, columns, kernelSize } = geometry;
  const flat = graph.ints([0, 0, -1]);
  if (kernelSize === 1) return () => graph.node('Reshape', [input, flat]);
  const padded = pads(geometry).some((pad) => pad > 0)
    ? graph.node('Pad', [input, graph.ints([0, 0, rows.before, columns.before, 0, 0, rows.after, columns.after])])
    : input;
  return (row, column) => {
    const ends = graph.ints([row + rows.length, column + columns.length]);
    const seen = graph.node('Slice', [padded, graph.ints([row, column]), ends, graph.ints([2, 3])]);
    return graph.node('Reshape', [seen, flat]);
  };
}

/**
 * Strided slices copy pixel by pixel, nine times for a 3x3 kernel. Instead the map is split once into its `stride ** 2` phases, by a
 * depthwise convolution that picks one pixel each (and pads); a tap is then a slice of whole rows of one phase.
 */
function readStrided(graph: GraphBuilder, geometry: Geometry, channels: number, input: string): TapReader {
  const { rows, columns, kernelSize, stride } = geometry;
  const phases = stride * stride;
  const extra = Math.floor((kernelSize - 1) / stride);
  const picks = new Float32Array(channels * phases * phases).map((_, index) =>
    index % phases === Math.floor(index / phases) % phases ? 1 : 0,
  );
  const missing = ({ input: length, length: steps, before }: Axis): number =>
    Math.max(0, (steps + extra) * stride - length - before);
  const split = graph.node('Conv', [input, graph.floats([channels * phases, 1, stride, stride], picks)], {
    attributes: {
      kernel_shape: [stride, stride],
      strides: [stride, stride],
      pads: [rows.before, columns.before, missing(rows), missing(columns)],
      group: channels,
    },
  });
  const height = Math.floor((rows.input + rows.before + missing(rows)) / stride);
  const width = Math.floor((columns.input + columns.before + missing(columns)) / stride);
  const byPhase = graph.node('Reshape', [split, graph.ints([-1, channels, phases, height, width])]);
  return (row, column) => {
    const phase = (row % stride) * stride + (column % stride);
    const [top, left] = [Math.floor(row / stride), Math.floor(column / stride)];
    const ends = graph.ints([phase + 1, top + rows.length, left + columns.length]);
    const seen = graph.node('Slice', [byPhase, graph.ints([phase, top, left]), ends, graph.ints([2, 3, 4])]);
    return graph.node('Reshape', [seen, graph.ints([0, 0, -1])]);
  };
}

/**
 * The kernel's gradient, HWIO: per tap of the kernel, the matrix product of the pixels it saw and the gradient. Faster on large
 * maps than one product over all taps at once, and than a convolution on swapped axes.
 */
function kernelGradient(
  graph: GraphBuilder,
  geometry: Geometry,
  channels: number,
  input: string,
  gradient: string,
): string {
  const { kernelSize, stride } = geometry;
  const gradientColumns = graph.node('Transpose', [graph.node('Reshape', [gradient, graph.ints([0, 0, -1])])], {
    attributes: { perm: [0, 2, 1] },
  });
  const read = stride === 1 ? readUnstrided(graph, geometry, input) : readStrided(graph, geometry, channels, input);
  const taps: string[] = [];
  for (let row = 0; row < kernelSize; row++) {
    for (let column = 0; column < kernelSize; column++) taps.push(read(row, column));
  }
  const sumOfProducts = (seen: string): string =>
    graph.node('ReduceSum', [graph.node('MatMul', [seen, gradientColumns]), graph.ints([0])], {
      attributes: { keepdims: 1 },
    });
  const join = (values: string[], axis: number): string =>
    values.length === 1 ? values[0]! : graph.node('Concat', values, { attributes: { axis } });
  // A single channel would make each product a slow one of a vector; there, all taps together are the matrix.
  return channels === 1 ? sumOfProducts(join(taps, 1)) : join(taps.map(sumOfProducts), 0);
}

/**
 * A convolution and its gradients. With `repeats` above 1 its input stands for that many equal channels: the kernel is summed over
 * them, which is the same convolution at a fraction of the work.
 */
export function traceConvolution(context: TraceContext, layer: ConvLayer, input: TraceInput, repeats = 1): Traced {
  const { graph } = context;
  const { height, width, channels } = asMap(input.shape, layer.name);
  const { kernelSize, stride, padding, filters } = layer;
  const axis = (length: number): Axis => ({ input: length, ...windowAxis(length, kernelSize, stride, padding) });
  const geometry: Geometry = { rows: axis(height), columns: axis(width), kernelSize, stride };

  if (repeats > 1 && channels !== 1) throw new Error(`Layer ${layer.name}: only grey can be repeated`);
  const stored = context.parameter(`${layer.name}/kernel`);
  const kernelHwio = kernelOfRepeatedGrey(graph, stored, repeats);
  const kernel = graph.node('Transpose', [kernelHwio], { attributes: { perm: [3, 2, 0, 1] } });
  const inputs = [input.value, kernel, ...(layer.useBias ? [context.parameter(`${layer.name}/bias`)] : [])];
  const value = graph.node('Conv', inputs, {
    attributes: { kernel_shape: [kernelSize, kernelSize], strides: [stride, stride], pads: pads(geometry) },
  });
  return {
    value,
    shape: layerShape(layer, input.shape),
    backward(gradient) {
      const taps = kernelGradient(graph, geometry, channels, input.value, gradient);
      context.gradient(
        `${layer.name}/kernel`,
        repeatGradient(graph, taps, { taps: kernelSize * kernelSize, repeats, filters }),
      );
      if (layer.useBias) {
        context.gradient(
          `${layer.name}/bias`,
          graph.node('ReduceSum', [gradient, graph.ints([0, 2, 3])], { attributes: { keepdims: 0 } }),
        );
      }
      return input.needsGradient ? inputGradient(graph, geometry, kernelHwio, gradient) : undefined;
    },
  };
}
