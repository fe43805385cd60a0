import type * as tensorflowLayers from '@tensorflow/tfjs-layers';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { PickChannelsLayer } from '../network/layer.ts';
import { asMap, type ValueShape } from '../network/layer-shape.ts';

type TensorFlowLayers = typeof tensorflowLayers;

/**
 * The shifted channels one by one, to be joined. TensorFlow.js has no layer that takes one channel: it is cropped out along the first
 * axis, where the channels are put for it.
 */
export function pickChannels(
  tfl: TensorFlowLayers,
  { name, from, offsets }: PickChannelsLayer,
  input: SymbolicTensor,
  shape: ValueShape,
): SymbolicTensor[] {
  const { height, width, channels } = asMap(shape, name);
  const apply = (layer: tensorflowLayers.layers.Layer, value: SymbolicTensor): SymbolicTensor => {
    const output = layer.apply(value);
    if (output instanceof tfl.SymbolicTensor) return output;
    throw new Error(`Layer ${layer.name} has more than one output`);
  };
  let channelsFirst: SymbolicTensor | undefined;
  const take = (channel: number, part: string): SymbolicTensor => {
    if (channels === 1) return input;
    channelsFirst ??= apply(tfl.layers.permute({ name: `${name}/channels_first`, dims: [3, 1, 2] }), input);
    const cropping: [[number, number], [number, number]] = [
      [channel, channels - 1 - channel],
      [0, 0],
    ];
    const plane = tfl.layers.cropping2D({ name: `${part}/plane`, cropping, dataFormat: 'channelsLast' });
    return apply(
      tfl.layers.reshape({ name: `${part}/map`, targetShape: [height, width, 1] }),
      apply(plane, channelsFirst),
    );
  };
  return from.map((channel, index) => {
    const part = `${name}/${index}`;
    return apply(tfl.layers.rescaling({ name: part, scale: 1, offset: offsets[index]! }), take(channel, part));
  });
}
