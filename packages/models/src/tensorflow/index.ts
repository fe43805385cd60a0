export { decodeLayersModel, encodeLayersModel, layersModelFileName } from './encode-layers-model.ts';
export {
  buildLayersModel,
  type LayersModel,
  type LayersModelOptions,
  type TensorFlow,
  type TensorFlowLayers,
} from './layers-model.ts';
