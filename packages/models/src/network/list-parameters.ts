import type { NetworkDefinition } from './define-network.ts';
import { frozenLayerCount } from './frozen-layers.ts';
import type { KernelInitializer, Layer } from './layer.ts';
import { asMap, layerShape, type ValueShape } from './layer-shape.ts';

export interface ParameterSpec {
  /** The layer's name and the parameter's, as `stage1/block1/conv1/kernel`. */
  readonly name: string;
  /** In Keras's layout: convolution kernels HWIO, dense kernels `[in, out]`. */
  readonly shape: readonly number[];
  /** False for running statistics, and for all in a frozen trunk. */
  readonly trainable: boolean;
  /** True for what decoupled weight decay shrinks: kernels only. */
  readonly decays: boolean;
  readonly initializer: KernelInitializer | 'zeros' | 'ones';
}

function vector(name: string, length: number, initializer: 'zeros' | 'ones', trainable = true): ParameterSpec {
  return { name, shape: [length], trainable, decays: false, initializer };
}

function kernel(name: string, shape: number[], initializer: KernelInitializer): ParameterSpec {
  return { name: `${name}/kernel`, shape, trainable: true, decays: true, initializer };
}

function layerParameters(layer: Layer, shape: ValueShape): ParameterSpec[] {
  switch (layer.kind) {
    case 'conv': {
      const { channels } = asMap(shape, layer.name);
      const { name, kernelSize, filters } = layer;
      return [
        kernel(name, [kernelSize, kernelSize, channels, filters], layer.kernelInitializer),
        ...(layer.useBias ? [vector(`${name}/bias`, filters, 'zeros')] : []),
      ];
    }
    case 'dense': {
      const [inputs] = shape;
      if (shape.length !== 1 || inputs === undefined) throw new Error(`Layer ${layer.name} needs a vector`);
      return [
        kernel(layer.name, [inputs, layer.units], layer.kernelInitializer),
        vector(`${layer.name}/bias`, layer.units, 'zeros'),
      ];
    }
    case 'batchNorm': {
      const { channels } = asMap(shape, layer.name);
      return [
        vector(`${layer.name}/gamma`, channels, 'ones'),
        vector(`${layer.name}/beta`, channels, 'zeros'),
        vector(`${layer.name}/moving_mean`, channels, 'zeros', false),
        vector(`${layer.name}/moving_variance`, channels, 'ones', false),
      ];
    }
    case 'residual':
      return [...layersParameters(layer.body, shape), ...layersParameters(layer.shortcut, shape)];
    default:
      return [];
  }
}

function layersParameters(layers: readonly Layer[], shape: ValueShape): ParameterSpec[] {
  let current = shape;
  return layers.flatMap((layer) => {
    const parameters = layerParameters(layer, current);
    current = layerShape(layer, current);
    return parameters;
  });
}

/** The parameter table of a network, in the order of its layers. Nothing in a frozen trunk is trainable. */
export function listParameters(definition: NetworkDefinition): ParameterSpec[] {
  const { height, width, channels } = definition.input;
  const all = layersParameters(definition.layers, [height, width, channels]);
  const frozen = layersParameters(definition.layers.slice(0, frozenLayerCount(definition)), [height, width, channels]);
  return all.map((spec, index) => (index < frozen.length ? { ...spec, trainable: false, decays: false } : spec));
}

/** How many numbers a parameter holds. */
export function parameterSize(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Counts a network's parameters; running statistics and frozen trunks are in `total` but not in `trainable`, as Keras counts. */
export function countParameters(definition: NetworkDefinition): { total: number; trainable: number } {
  let total = 0;
  let trainable = 0;
  for (const parameter of listParameters(definition)) {
    const size = parameterSize(parameter.shape);
    total += size;
    if (parameter.trainable) trainable += size;
  }
  return { total, trainable };
}
