import type { BatchNormLayer, DenseLayer, Layer, MaxPoolLayer } from '../network/layer.ts';
import { asMap, layerShape, type ValueShape, windowAxis } from '../network/layer-shape.ts';
import { requireWeight, type Weights } from '../network/weights.ts';

/** What a layer makes of one image's values, and how a gradient passes back through it. Maps lie channel by channel, row by row. */
export interface HeadStep {
  readonly output: Float64Array;
  readonly backward: (gradient: Float64Array) => Float64Array;
}

/** A layer on values of a known shape. */
export type HeadLayer = (input: Float64Array) => HeadStep;

const dense = (layer: DenseLayer, inputSize: number, weights: Weights): HeadLayer => {
  const { units, name } = layer;
  const kernel = requireWeight(weights, { name: `${name}/kernel`, shape: [inputSize, units] });
  const bias = requireWeight(weights, { name: `${name}/bias`, shape: [units] });
  return (input) => {
    const output = Float64Array.from(bias);
    for (let row = 0; row < inputSize; row++) {
      const value = input[row]!;
      // After a rectifier, half of the values are zero.
      if (value === 0) continue;
      for (let unit = 0; unit < units; unit++) output[unit] = output[unit]! + value * kernel[row * units + unit]!;
    }
    const backward = (gradient: Float64Array): Float64Array => {
      const back = new Float64Array(inputSize);
      for (let row = 0; row < inputSize; row++) {
        let sum = 0;
        for (let unit = 0; unit < units; unit++) sum += gradient[unit]! * kernel[row * units + unit]!;
        back[row] = sum;
      }
      return back;
    };
    return { output, backward };
  };
};

const relu: HeadLayer = (input) => ({
  output: input.map((value) => Math.max(0, value)),
  backward: (gradient) => gradient.map((value, index) => (input[index]! > 0 ? value : 0)),
});

const identity: HeadLayer = (input) => ({ output: input, backward: (gradient) => gradient });

/** By running statistics: a factor and an offset per channel. */
const batchNorm = (layer: BatchNormLayer, shape: ValueShape, weights: Weights): HeadLayer => {
  const { channels, height, width } = asMap(shape, layer.name);
  const read = (part: string): Float32Array =>
    requireWeight(weights, { name: `${layer.name}/${part}`, shape: [channels] });
  const [gamma, beta, mean, variance] = [read('gamma'), read('beta'), read('moving_mean'), read('moving_variance')];
  const scale = Float64Array.from(gamma, (value, channel) => value / Math.sqrt(variance[channel]! + layer.epsilon));
  const area = height * width;
  const scaleAt = (index: number): number => scale[Math.floor(index / area)]!;
  return (input) => ({
    output: input.map((value, index) => {
      const channel = Math.floor(index / area);
      return (value - mean[channel]!) * scale[channel]! + beta[channel]!;
    }),
    backward: (gradient) => gradient.map((value, index) => value * scaleAt(index)),
  });
};

const maxPool = (layer: MaxPoolLayer, shape: ValueShape): HeadLayer => {
  const { channels, height, width } = asMap(shape, layer.name);
  const rows = windowAxis(height, layer.poolSize, layer.stride, layer.padding);
  const columns = windowAxis(width, layer.poolSize, layer.stride, layer.padding);

  /** Index of the largest value of a window; of equal ones the first. Padding never wins. */
  const largest = (input: Float64Array, channel: number, row: number, column: number): number => {
    const [top, left] = [row * layer.stride - rows.before, column * layer.stride - columns.before];
    let best = -1;
    for (let y = Math.max(0, top); y < Math.min(height, top + layer.poolSize); y++) {
      for (let x = Math.max(0, left); x < Math.min(width, left + layer.poolSize); x++) {
        const index = (channel * height + y) * width + x;
        if (best < 0 || input[index]! > input[best]!) best = index;
      }
    }
    return best;
  };

  return (input) => {
    const winners = new Int32Array(channels * rows.length * columns.length);
    let position = 0;
    for (let channel = 0; channel < channels; channel++) {
      for (let row = 0; row < rows.length; row++) {
        for (let column = 0; column < columns.length; column++) {
          winners[position++] = largest(input, channel, row, column);
        }
      }
    }
    return {
      output: Float64Array.from(winners, (index) => input[index]!),
      backward: (gradient) => {
        const back = new Float64Array(input.length);
        winners.forEach((index, from) => {
          back[index] = back[index]! + gradient[from]!;
        });
        return back;
      },
    };
  };
};

const globalAveragePool = (layer: Layer, shape: ValueShape): HeadLayer => {
  const { channels, height, width } = asMap(shape, layer.name);
  const area = height * width;
  return (input) => {
    const output = new Float64Array(channels);
    input.forEach((value, index) => {
      const channel = Math.floor(index / area);
      output[channel] = output[channel]! + value / area;
    });
    const backward = (gradient: Float64Array): Float64Array =>
      new Float64Array(input.length).map((_, index) => gradient[Math.floor(index / area)]! / area);
    return { output, backward };
  };
};

/** To height, width, channel order, as the weights behind it expect. */
const flatten = (layer: Layer, shape: ValueShape): HeadLayer => {
  const { channels, height, width } = asMap(shape, layer.name);
  const area = height * width;
  const channelsFirst = (index: number): number => (index % channels) * area + Math.floor(index / channels);
  return (input) => ({
    output: input.map((_, index) => input[channelsFirst(index)]!),
    backward: (gradient) => {
      const back = new Float64Array(gradient.length);
      gradient.forEach((value, index) => {
        back[channelsFirst(index)] = value;
      });
      return back;
    },
  });
};

const headLayer = (layer: Layer, shape: ValueShape, weights: Weights): HeadLayer => {
  switch (layer.kind) {
    case 'dense':
      return dense(layer, shape[0]!, weights);
    case 'relu':
      return relu;
    case 'dropout':
      return identity;
    case 'batchNorm':
      return batchNorm(layer, shape, weights);
    case 'maxPool':
      return maxPool(layer, shape);
    case 'globalAveragePool':
      return globalAveragePool(layer, shape);
    case 'flatten':
      return flatten(layer, shape);
    default:
      throw new Error(`No gradient passes back through ${layer.name}, a layer of kind ${layer.kind}`);
  }
};

/** The layers one by one, each with its weights, on values that start in `shape`. Throws where weights are missing or misshapen. */
export function headLayers(layers: readonly Layer[], shape: ValueShape, weights: Weights): HeadLayer[] {
  let current = shape;
  return layers.map((layer) => {
    const applied = headLayer(layer, current, weights);
    current = layerShape(layer, current);
    return applied;
  });
}
