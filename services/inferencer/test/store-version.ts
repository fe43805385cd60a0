import { createHash } from 'node:crypto';
import { createLayersModelFiles } from '@pneumo/engines';
import { preprocessingFor } from '@pneumo/imaging/pure';
import {
  type Architecture,
  buildInferenceGraph,
  countParameters,
  defineNetwork,
  encodeSafetensors,
  initialiseWeights,
  resolveHyperparameters,
} from '@pneumo/models';
import { DISCLAIMER, type Principal, SCHEMA_VERSION, type VersionManifest } from '@pneumo/shared/contracts';
import { type ObjectStore, objectKeys } from '@pneumo/shared/runtime';

interface StoredNetwork {
  readonly architecture?: Architecture;
  readonly imageSize?: number;
  /** Without its TensorFlow.js form, which takes long to make of a large network. */
  readonly onnxOnly?: boolean;
}

/** Publishes an untrained version, by default a small `compact`: the seed tells one from another. */
export const storeVersion = async (
  store: ObjectStore,
  { workspace }: Principal,
  version: string,
  seed: number,
  { architecture = 'compact', imageSize = 32, onnxOnly = false }: StoredNetwork = {},
): Promise<VersionManifest> => {
  const network = defineNetwork(architecture, { imageSize });
  const weights = initialiseWeights(network, seed);
  const files = new Map<string, Uint8Array>([
    ['weights.safetensors', encodeSafetensors(weights)],
    ['model.onnx', buildInferenceGraph(network, weights)],
  ]);
  const layersModel = onnxOnly ? new Map<string, Uint8Array>() : await createLayersModelFiles(network, weights);
  for (const [name, bytes] of layersModel) files.set(`tfjs/${name}`, bytes);
  const estimate = { value: 0.9, low: 0.8, high: 0.95 };
  const manifest: VersionManifest = {
    schemaVersion: SCHEMA_VERSION,
    version,
    architecture,
    createdAt: new Date().toISOString(),
    trainingJob: null,
    dataset: {
      id: 'ds-phantoms',
      name: 'phantoms',
      contentSha256: '0'.repeat(64),
      images: {},
      trainedOn: { images: [], patients: [] },
    },
    recipe: 'recommended',
    hyperparameters: resolveHyperparameters('recommended', architecture, { imageSize }),
    seed,
    backend: 'none',
    parameters: countParameters(network),
    network,
    preprocessing: preprocessingFor(imageSize),
    calibration: { method: 'platt', scale: 0.7, bias: -0.2, calibratedAtPrevalence: 0.5 },
    threshold: {
      value: 0.4,
      rule: 'sensitivity >= 0.95',
      chosenOn: 'calibration',
      sensitivity: 0.96,
      specificity: 0.8,
    },
    operatingPoint: { sensitivity: estimate, specificity: estimate, measuredOn: 'phantoms' },
    validationAuc: 0.9,
    testAuc: estimate,
    parity: { backend: 'wasm', images: 8, maxProbabilityDifference: 0 },
    files: Object.fromEntries(
      [...files].map(([name, bytes]) => [
        name,
        { sizeBytes: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') },
      ]),
    ),
    codeVersion: 'test',
    warnings: ['Untrained.'],
    disclaimer: DISCLAIMER,
  };
  for (const [name, bytes] of files) await store.put(objectKeys.versionFile(workspace, version, name), bytes);
  await store.putJson(objectKeys.versionManifest(workspace, version), manifest);
  return manifest;
};
