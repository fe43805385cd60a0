import * as ort from 'onnxruntime-node';
import { type OnnxProvider, openSession } from '../onnx/onnx-provider.ts';
import { checkImages } from './check-images.ts';
import type { Activations, InferenceEngine } from './inference-engine.ts';

function floats(results: ort.InferenceSession.ReturnType, name: string): Float32Array {
  const data = results[name]?.data;
  if (!(data instanceof Float32Array)) throw new Error(`The model gave no floats for ${name}`);
  return data;
}

function imageShape(session: ort.InferenceSession): number[] {
  const metadata = session.inputMetadata[0];
  const shape = metadata?.isTensor === true ? metadata.shape.slice(1) : [];
  if (metadata?.name !== 'input' || shape.length !== 3) throw new Error('The model has no input [n, h, w, c]');
  return shape.map((length) => {
    if (typeof length !== 'number') throw new Error('The height, width and channels of the model are not fixed');
    return length;
  });
}

function activationsOf(results: ort.InferenceSession.ReturnType): Activations {
  const [, channels = 0, height = 0, width = 0] = results['last_conv']?.dims ?? [];
  return { data: floats(results, 'last_conv'), shape: [channels, height, width] };
}

/** Runs an ONNX model in this thread; see `buildInferenceGraph` for its inputs and outputs. */
export async function createOnnxInference(config: {
  readonly model: Uint8Array;
  readonly threads?: number;
  readonly provider?: OnnxProvider;
}): Promise<InferenceEngine> {
  const { model, threads, provider = 'cpu' } = config;
  const session = await openSession(model, { provider, threads });
  const shape = imageShape(session);
  return {
    engine: 'onnx',
    provider,
    version: ort.env.versions.node ?? ort.env.versions.common,
    async infer(images, count, { activations = false } = {}) {
      checkImages(images, count, shape);
      const outputs = ['logits', 'features', ...(activations ? ['last_conv'] : [])];
      const results = await session.run({ input: new ort.Tensor('float32', images, [count, ...shape]) }, outputs);
      const features = floats(results, 'features');
      return {
        logits: floats(results, 'logits'),
        features,
        featureSize: features.length / count,
        ...(activations ? { activations: activationsOf(results) } : {}),
      };
    },
    close: () => session.release(),
  };
}
