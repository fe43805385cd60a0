/** The layers a network is made of, as plain JSON: the definition is stored in a version's manifest. */

export type KernelInitializer = 'heNormal' | 'glorotUniform';
export type Padding = 'same' | 'valid';

/** `value * scale + offset`, for every value. */
interface RescaleLayer {
  readonly kind: 'rescale';
  readonly name: string;
  readonly scale: number;
  readonly offset: number;
}

/** Repeats grey to `count` channels. */
interface RepeatChannelsLayer {
  readonly kind: 'repeatChannels';
  readonly name: string;
  readonly count: number;
}

/** Channel `i` of the output is channel `from[i]` of the input plus `offsets[i]`. */
export interface PickChannelsLayer {
  readonly kind: 'pickChannels';
  readonly name: string;
  readonly from: readonly number[];
  readonly offsets: readonly number[];
}

/** Zeros around a map, `size` pixels on each side. */
export interface ZeroPadLayer {
  readonly kind: 'zeroPad';
  readonly name: string;
  readonly size: number;
}

/** A square convolution; kernel HWIO, `same` padding as TensorFlow counts it (the odd pixel goes to the bottom right). */
export interface ConvLayer {
  readonly kind: 'conv';
  readonly name: string;
  readonly filters: number;
  readonly kernelSize: number;
  readonly stride: number;
  readonly padding: Padding;
  readonly useBias: boolean;
  readonly kernelInitializer: KernelInitializer;
}

/** Over all axes but the channels. `momentum` is the share of the old running statistics that a step keeps. */
export interface BatchNormLayer {
  readonly kind: 'batchNorm';
  readonly name: string;
  readonly epsilon: number;
  readonly momentum: number;
}

export interface ReluLayer {
  readonly kind: 'relu';
  readonly name: string;
}

export interface MaxPoolLayer {
  readonly kind: 'maxPool';
  readonly name: string;
  readonly poolSize: number;
  readonly stride: number;
  readonly padding: Padding;
}

export interface GlobalAveragePoolLayer {
  readonly kind: 'globalAveragePool';
  readonly name: string;
}

/** In height, width, channel order. */
export interface FlattenLayer {
  readonly kind: 'flatten';
  readonly name: string;
}

export interface DenseLayer {
  readonly kind: 'dense';
  readonly name: string;
  readonly units: number;
  readonly kernelInitializer: KernelInitializer;
}

/** Drops a share `rate` of the values while training and scales the rest by `1 / (1 - rate)`; identity otherwise. */
export interface DropoutLayer {
  readonly kind: 'dropout';
  readonly name: string;
  readonly rate: number;
}

/** The sum of two branches of the same input; an empty shortcut is the input itself. */
export interface ResidualLayer {
  readonly kind: 'residual';
  readonly name: string;
  readonly body: readonly Layer[];
  readonly shortcut: readonly Layer[];
}

export type Layer =
  | RescaleLayer
  | RepeatChannelsLayer
  | PickChannelsLayer
  | ZeroPadLayer
  | ConvLayer
  | BatchNormLayer
  | ReluLayer
  | MaxPoolLayer
  | GlobalAveragePoolLayer
  | FlattenLayer
  | DenseLayer
  | DropoutLayer
  | ResidualLayer;
