import { decodeLayersModel } from '@pneumo/models';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { useFirstTensorflowBackend } from '../tensorflow/use-backend.ts';
import { checkImages } from './check-images.ts';
import type { InferenceEngine } from './inference-engine.ts';

function single<T>(value: T | T[]): T {
  if (!Array.isArray(value)) return value;
  const [only] = value;
  if (only === undefined || value.length !== 1) throw new Error('One tensor expected');
  return only;
}

/** Runs a TensorFlow.js layers model in this thread, on the native backend where it loads, else on WASM. */
export async function createTensorflowInference(files: ReadonlyMap<string, Uint8Array>): Promise<InferenceEngine> {
  const provider = await useFirstTensorflowBackend(['tensorflow-gpu', 'tensorflow', 'wasm']);
  const model = await decodeLayersModel(tfl, tf, files);
  const head = model.layers.at(-1);
  if (head === undefined) throw new Error('The layers model has no layers');
  const withFeatures = tfl.model({ inputs: model.inputs, outputs: [single(model.outputs), single(head.input)] });
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
    async infer(images, count) {
      checkImages(images, count, shape);
      const outputs = tf.tidy(() => withFeatures.predict(tf.tensor(images, [count, ...shape], 'float32')));
      const [logits, features] = Array.isArray(outputs) ? outputs : [outputs];
      if (logits === undefined || features === undefined) throw new Error('The model gave no features');
      const result = {
        logits: await logits.data<'float32'>(),
        features: await features.data<'float32'>(),
        featureSize: features.size / count,
      };
      tf.dispose(outputs);
      return result;
    },
    close() {
      // Both models share their layers.
      model.dispose();
      return Promise.resolve();
    },
  };
}
