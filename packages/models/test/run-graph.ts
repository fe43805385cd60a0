import * as ort from 'onnxruntime-node';

/** Runs an ONNX model once, on one thread, with all of ONNX Runtime's optimisations; the outputs by name. */
export async function runGraph(
  model: Uint8Array,
  images: Float32Array,
  shape: readonly number[],
): Promise<Record<string, { dims: readonly number[]; data: Float32Array }>> {
  const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1, graphOptimizationLevel: 'all' });
  const results = await session.run({ input: new ort.Tensor('float32', images, shape) });
  await session.release();
  return Object.fromEntries(
    Object.entries(results).map(([name, { dims, data }]) => {
      if (!(data instanceof Float32Array)) throw new Error(`${name} is not of floats`);
      return [name, { dims, data }];
    }),
  );
}

/** The largest difference, relative to the largest value. */
export function relativeDifference(actual: Float32Array | undefined, expected: Float32Array): number {
  if (actual?.length !== expected.length) throw new Error(`${actual?.length} values where ${expected.length} belong`);
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const worst = expected.reduce((most, value, index) => Math.max(most, Math.abs(value - actual[index]!)), 0);
  return worst / scale;
}
