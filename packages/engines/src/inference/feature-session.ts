import * as ort from 'onnxruntime-node';
import { type OnnxProvider, openSession } from '../onnx/onnx-provider.ts';
import { checkImages } from './check-images.ts';

/** A frozen trunk in this thread, which it blocks while it computes. */
export interface FeatureSession {
  readonly featureSize: number;
  /** Features `[count, featureSize]` of `count` images, `[count, height, width, channels]` in 0..255. */
  extract(images: Float32Array, count: number): Promise<Float32Array>;
  close(): Promise<void>;
}

/** The sizes behind the batch axis of the model's one input or output of this name. */
function fixedShape(metadata: readonly ort.InferenceSession.ValueMetadata[], name: string): number[] {
  const found = metadata.find((value) => value.name === name);
  if (found?.isTensor !== true) throw new Error(`The model of a trunk has no ${name}`);
  return found.shape.slice(1).map((length) => {
    if (typeof length !== 'number') throw new Error(`The shape of ${name} is not fixed`);
    return length;
  });
}

/** Opens a trunk's ONNX model (see `buildFeatureGraph`). */
export async function openFeatureSession(
  model: Uint8Array,
  options: { readonly provider: OnnxProvider; readonly threads: number },
): Promise<FeatureSession> {
  const session = await openSession(model, options);
  const imageShape = fixedShape(session.inputMetadata, 'input');
  const [featureSize, ...rest] = fixedShape(session.outputMetadata, 'features');
  if (featureSize === undefined || rest.length > 0) throw new Error('The features of a trunk must be a vector');
  return {
    featureSize,
    async extract(images, count) {
      checkImages(images, count, imageShape);
      const { features } = await session.run({ input: new ort.Tensor('float32', images, [count, ...imageShape]) });
      if (!(features?.data instanceof Float32Array)) throw new Error('The trunk gave no floats');
      return features.data;
    },
    close: () => session.release(),
  };
}
