import type { MaxPoolLayer } from '../network/layer.ts';
import { asMap, type ValueShape, windowAxis } from '../network/layer-shape.ts';
import type { GraphBuilder } from './graph-builder.ts';

const lowest = -3.4e38;

/** Which windows of an axis see the zeros that lie `border` wide around it. */
function seesBorder(length: number, { poolSize, stride, padding }: MaxPoolLayer, border: number) {
  const axis = windowAxis(length + 2 * border, poolSize, stride, padding);
  const sees = Array.from({ length: axis.length }, (_, step) => {
    const first = step * stride - axis.before - border;
    return first < 0 || first + poolSize > length;
  });
  return { sees, before: axis.before + border, after: axis.after + border };
}

/**
 * Max pooling of a map with `border` zeros around it. ONNX Runtime's optimiser takes a zero `Pad` before a `MaxPool` for the pooling's
 * own padding, which is minus infinity: wrong where all of a window is negative. So it is told what it assumes, and a constant puts
 * the zeros back into the windows that see them, on the smaller map.
 */
export function poolZeroPadded(
  graph: GraphBuilder,
  layer: MaxPoolLayer,
  border: number,
  input: { readonly name: string; readonly shape: ValueShape },
): string {
  const { height, width } = asMap(input.shape, layer.name);
  const { poolSize, stride } = layer;
  const rows = seesBorder(height, layer, border);
  const columns = seesBorder(width, layer, border);
  const pads = [rows.before, columns.before, rows.after, columns.after];
  if (pads.some((pad) => pad >= poolSize)) {
    throw new Error(`Layer ${layer.name}: a border of ${border} is too wide for windows of ${poolSize}`);
  }
  const pooled = graph.node('MaxPool', [input.name], {
    attributes: { kernel_shape: [poolSize, poolSize], strides: [stride, stride], pads },
  });
  const zeros = rows.sees.flatMap((row) => columns.sees.map((column) => (row || column ? 0 : lowest)));
  const shape = [1, 1, rows.sees.length, columns.sees.length];
  return graph.node('Max', [pooled, graph.floats(shape, Float32Array.from(zeros), `${layer.name}/border`)]);
}
