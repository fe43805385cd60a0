import { toModelInput } from '@pneumo/imaging/pure';
import wasmAddress from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import * as ort from 'onnxruntime-web/wasm';
import { decodePicture } from './decode-picture.ts';
import { readBytes } from './read-bytes.ts';
import { ReproductionError } from './reproduction-error.ts';
import type { RunMessage, RunOutcome, RunRequest } from './run-protocol.ts';

const tell = (message: RunMessage): void => postMessage(message);

const loadEngine = async (): Promise<void> => {
  const response = await fetch(wasmAddress);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  const wasmBinary = await readBytes(response, (bytes) => tell({ kind: 'engine', bytes }));
  // More threads need memory that is shared, and that a page which is isolated from all others.
  Object.assign(ort.env.wasm, { wasmBinary: wasmBinary.buffer, numThreads: 1 });
};

/** By memory, which the engine names in several ways. */
const isOutOfMemory = (error: unknown): boolean =>
  error instanceof RangeError || /bad_alloc|out of memory|\bOOM\b|allocat/i.test(String(error));

const orFails = async <T>(work: Promise<T>, what: string): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    if (isOutOfMemory(error)) {
      throw new ReproductionError(
        'This browser has not enough memory for this network.',
        'Close other tabs, or use a computer with more memory.',
        { cause: error },
      );
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new ReproductionError(`${what}: ${reason}`, 'Reload the page, or try another browser.', { cause: error });
  }
};

const engine = loadEngine();
// It is awaited later, with what it is to run.
engine.catch(() => undefined);

const runNetwork = async ({ model, picture, imageId, preprocessing }: RunRequest): Promise<RunOutcome> => {
  const { pixels, width, height, isVerified } = await decodePicture(picture, imageId);
  const side = preprocessing.imageSize;
  const input = toModelInput(pixels, width, height, preprocessing);
  await orFails(engine, 'ONNX Runtime could not be loaded');
  tell({ kind: 'computing' });
  const begun = performance.now();
  const session = await orFails(
    ort.InferenceSession.create(model, { executionProviders: ['wasm'], logSeverityLevel: 3 }),
    'The network could not be opened here',
  );
  const prepared = performance.now();
  const feeds = { input: new ort.Tensor('float32', input, [1, side, side, 1]) };
  const { logits } = await orFails(session.run(feeds, ['logits']), 'The network could not be run here');
  const computed = performance.now();
  const [normal, pneumonia] = (await logits?.getData()) as Float32Array;
  if (!Number.isFinite(normal) || !Number.isFinite(pneumonia)) {
    throw new ReproductionError('The network gave no numbers here.', 'Try another browser, and tell the operator.');
  }
  return {
    logits: [normal!, pneumonia!],
    engineVersion: ort.env.versions.web ?? ort.env.versions.common,
    isPictureVerified: isVerified,
    prepareMs: prepared - begun,
    computeMs: computed - prepared,
  };
};

addEventListener('message', ({ data }: MessageEvent<RunRequest>) => {
  runNetwork(data).then(
    (outcome) => tell({ kind: 'outcome', outcome }),
    (error: unknown) => {
      const { message } = error instanceof Error ? error : new Error(String(error));
      tell({ kind: 'failed', message, advice: error instanceof ReproductionError ? error.advice : '' });
    },
  );
});
