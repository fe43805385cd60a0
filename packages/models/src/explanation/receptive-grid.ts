import type { NetworkDefinition } from '../network/define-network.ts';
import type { Layer } from '../network/layer.ts';
import { layerShape, type ValueShape, windowAxis } from '../network/layer-shape.ts';
import { networkAnatomy } from '../network/network-anatomy.ts';

/** Where the cells of a map look: cell `i` is centred at `start + i * step`, in pixels of the input, whose first has its centre at 0. */
export interface GridAxis {
  readonly start: number;
  readonly step: number;
}

export interface ReceptiveGrid {
  readonly rows: GridAxis;
  readonly columns: GridAxis;
}

interface Walk {
  readonly shape: ValueShape;
  readonly grid: ReceptiveGrid;
}

/** A window sees `size` cells of the axis, moved by `stride`, the first of them `before` cells outside. */
const slide = ({ start, step }: GridAxis, size: number, stride: number, before: number): GridAxis => ({
  start: start + step * ((size - 1) / 2 - before),
  step: step * stride,
});

const gridAfter = ({ shape, grid }: Walk, layer: Layer): ReceptiveGrid => {
  switch (layer.kind) {
    case 'conv':
    case 'maxPool': {
      const size = layer.kind === 'conv' ? layer.kernelSize : layer.poolSize;
      const along = (axis: GridAxis, length: number): GridAxis =>
        slide(axis, size, layer.stride, windowAxis(length, size, layer.stride, layer.padding).before);
      return { rows: along(grid.rows, shape[0]!), columns: along(grid.columns, shape[1]!) };
    }
    case 'zeroPad': {
      const widen = ({ start, step }: GridAxis): GridAxis => ({ start: start - step * layer.size, step });
      return { rows: widen(grid.rows), columns: widen(grid.columns) };
    }
    case 'residual':
      // Both branches look at the same places, or they could not be added.
      return layer.body.reduce(walk, { shape, grid }).grid;
    default:
      return grid;
  }
};

const walk = (from: Walk, layer: Layer): Walk => ({
  shape: layerShape(layer, from.shape),
  grid: gridAfter(from, layer),
});

/**
 * Where the cells of `last_conv` look. A map spread evenly over the picture would be off by up to half a cell, since strided windows
 * with padding on one side only do not look where an even spread puts them.
 */
export function receptiveGrid(definition: NetworkDefinition): ReceptiveGrid {
  const { height, width, channels } = definition.input;
  const axis: GridAxis = { start: 0, step: 1 };
  const start: Walk = { shape: [height, width, channels], grid: { rows: axis, columns: axis } };
  return definition.layers.slice(0, networkAnatomy(definition).lastConv + 1).reduce(walk, start).grid;
}
