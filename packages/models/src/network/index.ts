export { type Architecture, classNames, defineNetwork, type NetworkDefinition } from './define-network.ts';
export { hasFrozenTrunk } from './has-frozen-trunk.ts';
export type { Layer } from './layer.ts';
export { countParameters, listParameters, type ParameterSpec } from './list-parameters.ts';
export { headLayer, networkAnatomy } from './network-anatomy.ts';
export {
  type ParameterLayout,
  type ParameterVector,
  packParameters,
  parameterLayout,
  unpackParameters,
} from './parameter-layout.ts';
export { PRETRAINED_WEIGHTS, type PretrainedFile } from './pretrained-files.ts';
export { joinWeights, type SplitNetwork, splitNetwork } from './split-network.ts';
export { trunkParameters } from './trunk-parameters.ts';
export { initialiseWeights, requireWeight, type Weights, type WeightTensor } from './weights.ts';
