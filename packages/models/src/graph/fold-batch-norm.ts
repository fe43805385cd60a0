import type { BatchNormLayer, ConvLayer } from '../network/layer.ts';
import type { Weights } from '../network/weights.ts';

/** A batch norm by running statistics as `value * scale + shift` per channel. */
export function batchNormAffine(weights: Weights, layer: BatchNormLayer): { scale: Float32Array; shift: Float32Array } {
  const read = (name: string): Float32Array => {
    const tensor = weights.get(`${layer.name}/${name}`);
    if (tensor === undefined) throw new Error(`Weights lack ${layer.name}/${name}`);
    return tensor.data;
  };
  const [gamma, beta, mean, variance] = [read('gamma'), read('beta'), read('moving_mean'), read('moving_variance')];
  const scale = gamma.map((value, channel) => value / Math.sqrt(variance[channel]! + layer.epsilon));
  return { scale, shift: beta.map((value, channel) => value - mean[channel]! * scale[channel]!) };
}

/** A convolution's kernel as OIHW with its bias. */
export interface PlainConvolution {
  readonly kernel: Float32Array;
  readonly shape: readonly [number, number, number, number];
  readonly bias: Float32Array;
}

/**
 * Reads a convolution for inference: the batch norm behind it, if any, is folded into kernel and bias, and `repeats` equal input
 * channels are summed into one.
 */
export function plainConvolution(
  weights: Weights,
  layer: ConvLayer,
  repeats: number,
  norm: BatchNormLayer | undefined,
): PlainConvolution {
  const stored = weights.get(`${layer.name}/kernel`);
  if (stored === undefined) throw new Error(`Weights lack ${layer.name}/kernel`);
  const { filters, kernelSize } = layer;
  const channels = stored.shape[2]! / repeats;
  const affine = norm && batchNormAffine(weights, norm);
  const taps = kernelSize * kernelSize;
  const kernel = new Float32Array(filters * channels * taps);
  // Position in HWIO with the repeated channels taken apart: ((tap * repeats + repeat) * channels + channel) * filters + filter.
  stored.data.forEach((value, position) => {
    const filter = position % filters;
    const channel = Math.floor(position / filters) % channels;
    const tap = Math.floor(position / (filters * channels * repeats));
    const target = (filter * channels + channel) * taps + tap;
    kernel[target] = kernel[target]! + value * (affine?.scale[filter] ?? 1);
  });
  const storedBias = layer.useBias ? weights.get(`${layer.name}/bias`)?.data : undefined;
  const bias = new Float32Array(filters).map(
    (_, filter) => (storedBias?.[filter] ?? 0) * (affine?.scale[filter] ?? 1) + (affine?.shift[filter] ?? 0),
  );
  return { kernel, shape: [filters, channels, kernelSize, kernelSize], bias };
}
