import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-node';

/** What a run measures; the first message that it gets. */
export interface BareLoop {
  readonly modelPath: string;
  /** Of one image: `[height, width, channels]`. */
  readonly shape: readonly number[];
  readonly batch: number;
  readonly seconds: number;
}

export interface Measured {
  readonly images: number;
  readonly seconds: number;
  /** Processor time of all threads, in seconds. */
  readonly cpuSeconds: number;
}

// The peer: ONNX Runtime as its own examples use it, with its own defaults, in a process of its own, and nothing around it.
process.once('message', (given: BareLoop) => {
  void measure(given).then((result) => process.send?.(result, () => process.exit(0)));
});

async function measure({ modelPath, shape, batch, seconds }: BareLoop): Promise<Measured> {
  const session = await ort.InferenceSession.create(readFileSync(modelPath));
  const size = shape.reduce((product, length) => product * length, 1);
  const data = Float32Array.from({ length: batch * size }, (_, index) => (index * 7919) % 256);
  const run = (): Promise<unknown> =>
    session.run({ input: new ort.Tensor('float32', data, [batch, ...shape]) }, ['logits', 'features']);
  await run();
  const cpuBefore = process.cpuUsage();
  const startedMs = performance.now();
  let images = 0;
  do {
    await run();
    images += batch;
  } while (performance.now() - startedMs < seconds * 1_000);
  const { user, system } = process.cpuUsage(cpuBefore);
  return { images, seconds: (performance.now() - startedMs) / 1_000, cpuSeconds: (user + system) / 1e6 };
}
