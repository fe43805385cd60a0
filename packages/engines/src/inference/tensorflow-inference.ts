import { decodeLayersModel } from '@pneumo/models';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { useFirstTensorflowBackend } from '../tensorflow/use-backend.ts';
import { checkImages } from './check-images.ts';
import type { Activations, InferenceEngine } from './inference-engine.ts';

function single<T>(value: T | T[]): T {
  if (!Array.isArray(value)) return value;
  const [only] = value;
  if (only === undefined || value.length !== 1) throw new Error('One tensor expected');
  return only;
}

/** NHWC as TensorFlow.js has it -> NCHW as the ONNX graph gives it. */
async function channelsFirst(maps: tf.Tensor): Promise<Activations> {
  const [, height, width, channels] = maps.shape;
  if (height === undefined || width === undefined || channels === undefined) {
    throw new Error('The activation is no feature map');
  }
  const transposed = tf.transpose(maps, [0, 3, 1, 2]);
  try {
    return { data: await transposed.data<'float32'>(), shape: [channels, height, width] };
  } finally {
    transposed.dispose();
  }
}

/** Runs a TensorFlow.js layers model in this thread, on the native backend where it loads, else on WASM. */
export async function createTensorflowInference({
  files,
  activationLayer,
}: {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly activationLayer?: string;
}): Promise<InferenceEngine> {
  const provider = await useFirstTensorflowBackend(['tensorflow-gpu', 'tensorflow', 'wasm']);
  const model = await decodeLayersModel(tfl, tf, files);
  const head = model.layers.at(-1);
  if (head === undefined) throw new Error('The layers model has no layers');
  const plain = [single(model.outputs), single(head.input)];
  const withFeatures = tfl.model({ inputs: model.inputs, outputs: plain });
  const withActivations =
    activationLayer === undefined
      ? undefined
      : tfl.model({ inputs: model.inputs, outputs: [...plain, single(model.getLayer(activationLayer).output)] });
  const shape = single(model.inputs)
    .shape.slice(1)
    .map((length) => {
      if (length === null) throw new Error('The height, width and channels of the model are not fixed');
      return length;
    });
  return {
    engine: 'tensorflow',
    provider,
    version: tf.version_core,
    async infer(images, count, { activations = false } = {}) {
      checkImages(images, count, shape);
      const network = activations ? withActivations : withFeatures;
      if (network === undefined) throw new Error('The engine was opened without the layer of its activations');
      const outputs = tf.tidy(() => network.predict(tf.tensor(images, [count, ...shape], 'float32')));
      try {
        const [logits, features, maps] = Array.isArray(outputs) ? outputs : [outputs];
        if (logits === undefined || features === undefined) throw new Error('The model gave no features');
        return {
          logits: await logits.data<'float32'>(),
          features: await features.data<'float32'>(),
          featureSize: features.size / count,
          ...(maps === undefined ? {} : { activations: await channelsFirst(maps) }),
        };
      } finally {
        tf.dispose(outputs);
      }
    },
    close() {
      // Both models share their layers.
      model.dispose();
      return Promise.resolve();
    },
  };
}
