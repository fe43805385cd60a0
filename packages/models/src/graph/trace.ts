import type { ValueShape } from '../network/layer-shape.ts';
import type { GraphBuilder } from './graph-builder.ts';

/** What the layers of a training graph share while it is written. Maps are NCHW inside the graph. */
export interface TraceContext {
  readonly graph: GraphBuilder;
  /** The value of a parameter, in the shape that `listParameters` gives. */
  parameter(name: string): string;
  /** Hands in the gradient of a parameter, row-major in the parameter's shape. */
  gradient(name: string, value: string): void;
  /** Hands in what this batch says of a running statistic. */
  statistic(name: string, value: string): void;
  /** Declares the mask of a dropout layer as an input `[n, ...shape]` and returns it. */
  dropoutMask(layerName: string, shape: ValueShape): string;
  /** The number of images in the batch, as a float scalar. */
  readonly batchSize: string;
}

/** A value and the way back: from the gradient of the loss by the value to that by what it was made of. */
export interface Traced {
  readonly value: string;
  readonly shape: ValueShape;
  /** Writes the backward nodes. The input's gradient is undefined where nobody before the layer can be trained. */
  backward(gradient: string): string | undefined;
}

/** What a layer is applied to. */
export interface TraceInput {
  readonly value: string;
  readonly shape: ValueShape;
  readonly needsGradient: boolean;
}
