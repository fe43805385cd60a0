import type { BatchNormLayer, ConvLayer } from '../network/layer.ts';
import type { Weights } from '../network/weights.ts';

/** A batch norm by running statistics as `value * scale + shift` per channel. */
function batchNormAffine(weights: Weights, layer: BatchNormLayer): { scale: Float32Array; shift: Float32Array } {
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
  const scales = affine?.scale ?? new Float32Array(filters).fill(1);
  // HWIO with the repeated channels taken apart: tap, repeat, channel, filter.
  const { data } = stored;
  let position = 0;
  for (let tap = 0; tap < taps; tap++) {
    for (let repeat = 0; repeat < repeats; repeat++) {
      for (let channel = 0; channel < channels; channel++) {
        for (let filter = 0; filter < filters; filter++) {
          const target = (filter * channels + channel) * taps + tap;
          kernel[target] = kernel[target]! + data[position++]! * scales[filter]!;
        }
      }
    }
  }
  const storedBias = layer.useBias ? weights.get(`${layer.name}/bias`)?.data : undefined;
  const bias = new Float32Array(filters).map(
    (_, filter) => (storedBias?.[filter] ?? 0) * scales[filter]! + (affine?.shift[filter] ?? 0),
  );
  return { kernel, shape: [filters, channels, kernelSize, kernelSize], bias };
}
