import type { Layer, Padding } from './layer.ts';

/** The shape of one image's values without the batch axis: `[height, width, channels]` or `[size]`. */
export type ValueShape = readonly number[];

export interface MapShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Reads `[height, width, channels]`; throws where a layer of maps follows a vector. */
export function asMap(shape: ValueShape, layerName: string): MapShape {
  const [height, width, channels] = shape;
  if (shape.length !== 3 || height === undefined || width === undefined || channels === undefined) {
    throw new Error(`Layer ${layerName} needs [height, width, channels], got [${shape.join(', ')}]`);
  }
  return { height, width, channels };
}

/** One axis of a sliding window: how many steps fit, and the padding before and after, by TensorFlow's rule. */
export function windowAxis(
  length: number,
  windowLength: number,
  stride: number,
  padding: Padding,
): { length: number; before: number; after: number } {
  if (padding === 'valid') {
    return { length: Math.floor((length - windowLength) / stride) + 1, before: 0, after: 0 };
  }
  const steps = Math.ceil(length / stride);
  const total = Math.max(0, (steps - 1) * stride + windowLength - length);
  const before = Math.floor(total / 2);
  return { length: steps, before, after: total - before };
}

function slidingShape(
  shape: ValueShape,
  layer: { name: string; stride: number; padding: Padding },
  windowLength: number,
): [number, number] {
  const { height, width } = asMap(shape, layer.name);
  const rows = windowAxis(height, windowLength, layer.stride, layer.padding).length;
  const columns = windowAxis(width, windowLength, layer.stride, layer.padding).length;
  if (rows < 1 || columns < 1) throw new Error(`Layer ${layer.name}: nothing is left of ${height}x${width}`);
  return [rows, columns];
}

/** The shape that a layer makes of another. */
export function layerShape(layer: Layer, shape: ValueShape): ValueShape {
  switch (layer.kind) {
    case 'rescale':
    case 'batchNorm':
    case 'relu':
    case 'dropout':
      return shape;
    case 'repeatChannels': {
      const { height, width, channels } = asMap(shape, layer.name);
      return [height, width, channels * layer.count];
    }
    case 'pickChannels': {
      const { height, width, channels } = asMap(shape, layer.name);
      if (layer.from.length !== layer.offsets.length || layer.from.some((channel) => !(channel < channels))) {
        throw new Error(`Layer ${layer.name} picks [${layer.from.join(', ')}] of ${channels} channels`);
      }
      return [height, width, layer.from.length];
    }
    case 'zeroPad': {
      const { height, width, channels } = asMap(shape, layer.name);
      return [height + 2 * layer.size, width + 2 * layer.size, channels];
    }
    case 'conv':
      return [...slidingShape(shape, layer, layer.kernelSize), layer.filters];
    case 'maxPool':
      return [...slidingShape(shape, layer, layer.poolSize), asMap(shape, layer.name).channels];
    case 'globalAveragePool':
      return [asMap(shape, layer.name).channels];
    case 'flatten':
      return [shape.reduce((product, length) => product * length, 1)];
    case 'dense':
      return [layer.units];
    case 'residual': {
      const body = layersShape(layer.body, shape);
      const shortcut = layersShape(layer.shortcut, shape);
      if (body.join() !== shortcut.join()) {
        throw new Error(`Layer ${layer.name}: branches differ, [${body.join(', ')}] and [${shortcut.join(', ')}]`);
      }
      return body;
    }
  }
}

/** The shape after all the layers. */
export function layersShape(layers: readonly Layer[], shape: ValueShape): ValueShape {
  return layers.reduce<ValueShape>((current, layer) => layerShape(layer, current), shape);
}
