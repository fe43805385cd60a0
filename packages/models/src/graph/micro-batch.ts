import type { NetworkDefinition } from '../network/define-network.ts';
import type { Layer } from '../network/layer.ts';
import { layerShape, type ValueShape } from '../network/layer-shape.ts';
import { parameterSize } from '../network/list-parameters.ts';
import { allLayers } from './trace-network.ts';

/** Memory for the maps of one part of a batch. With it a trainer stays under 2 GB, decoder, Node and checkpoints included. */
const budgetBytes = 2 ** 30;
/** Where the parts change nothing but speed: smaller maps stay in the processor's caches. Measured on `cnn`, 20 % faster. */
const cacheBudgetBytes = 2 ** 28;
/** What a training graph holds at its peak per layer output: measured 1.1 for `compact` and for `cnn`. */
const copiesPerOutput = 1.1;
const bytesPerValue = 4;

/** Values that layers put out; of a pooling, one per position in its windows, which are told apart for the gradient. */
function outputValues(layers: readonly Layer[], shape: ValueShape): number {
  let current = shape;
  let values = 0;
  for (const layer of layers) {
    if (layer.kind === 'residual') {
      values += outputValues(layer.body, current) + outputValues(layer.shortcut, current);
    }
    current = layerShape(layer, current);
    values += parameterSize(current) * (layer.kind === 'maxPool' ? layer.poolSize ** 2 : 1);
  }
  return values;
}

/** Whether the result depends on the parts that a batch is computed in: batch norm goes by the statistics of each. */
export const dependsOnMicroBatch = ({ layers }: NetworkDefinition): boolean =>
  allLayers(layers).some(({ kind }) => kind === 'batchNorm');

/**
 * Images per part of a batch that keep a training's memory bounded: the whole batch where it fits. A function of network and batch
 * alone, so that a training that goes on elsewhere goes on as it began.
 */
export function automaticMicroBatch(definition: NetworkDefinition, batchSize: number): number {
  const { height, width, channels } = definition.input;
  const values = outputValues(definition.layers, [height, width, channels]);
  const budget = dependsOnMicroBatch(definition) ? budgetBytes : cacheBudgetBytes;
  const fitting = Math.max(1, Math.floor(budget / (values * copiesPerOutput * bytesPerValue)));
  if (fitting >= batchSize) return batchSize;
  // Parts of nearly the same size: batch norm in a small last part would go by few images.
  return Math.ceil(batchSize / Math.ceil(batchSize / fitting));
}
