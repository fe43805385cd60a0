import type { io } from '@tensorflow/tfjs-core';
import type { LayersModel, TensorFlow, TensorFlowLayers } from './layers-model.ts';

export const layersModelFileName = 'model.json';
const weightsFileName = 'group1-shard1of1.bin';

/** Encodes a layers model as the files that `tf.loadLayersModel` reads: `model.json` and one file of weights. */
export async function encodeLayersModel(tf: TensorFlow, model: LayersModel): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  await model.save(
    tf.io.withSaveHandler((artifacts) => {
      const { modelTopology, weightSpecs, weightData } = artifacts;
      if (weightSpecs === undefined || weightData === undefined) throw new Error('The layers model has no weights');
      const document = {
        format: 'layers-model',
        generatedBy: artifacts.generatedBy,
        convertedBy: null,
        modelTopology,
        weightsManifest: [{ paths: [weightsFileName], weights: weightSpecs }],
      };
      files.set(layersModelFileName, new TextEncoder().encode(JSON.stringify(document)));
      files.set(weightsFileName, new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData)));
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' as const } });
    }),
  );
  return files;
}

/** The bytes as a buffer of their own: the one they fill, else a copy. Weights of 100 MB are not copied for nothing. */
function bufferOf(bytes: Uint8Array): ArrayBuffer {
  const { buffer } = bytes;
  const whole = buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength;
  return whole ? buffer : new Uint8Array(bytes).buffer;
}

/** Loads a layers model from the files that `encodeLayersModel` makes; throws where one is missing. */
export async function decodeLayersModel(
  tfl: Pick<TensorFlowLayers, 'loadLayersModel'>,
  tf: TensorFlow,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<LayersModel> {
  const read = (name: string): Uint8Array => {
    const bytes = files.get(name);
    if (bytes === undefined) throw new Error(`The TensorFlow.js model lacks ${name}`);
    return bytes;
  };
  const document = JSON.parse(new TextDecoder().decode(read(layersModelFileName))) as {
    modelTopology: object;
    weightsManifest: { paths: string[]; weights: io.WeightsManifestEntry[] }[];
  };
  const parts = document.weightsManifest.flatMap(({ paths }) => paths.map((path) => bufferOf(read(path))));
  return tfl.loadLayersModel(
    tf.io.fromMemory({
      modelTopology: document.modelTopology,
      weightSpecs: document.weightsManifest.flatMap(({ weights }) => weights),
      weightData: parts,
    }),
  );
}
