import type { Evidence, PredictionResult } from '@pneumo/shared/contracts';
import { fetchAnswer } from '../../api/fetch-json.ts';
import { type Comparison, compareAnswers } from './compare-answers.ts';
import { readBytes } from './read-bytes.ts';
import { ReproductionError } from './reproduction-error.ts';
import type { RunMessage, RunOutcome, RunRequest } from './run-protocol.ts';
import { sha256 } from './sha256.ts';

export interface ReproductionProgress {
  /** Of ONNX Runtime, as it comes out of its compressed form. */
  readonly engineBytes?: number;
  readonly modelBytes?: number;
  readonly modelTotalBytes?: number;
  readonly isComputing?: boolean;
}

export interface Reproduction extends RunOutcome {
  readonly comparison: Comparison;
  readonly modelBytes: number;
  /** False where this browser computes no hashes, or the answer recorded none. */
  readonly isModelVerified: boolean;
  /** Until all that is needed was here. */
  readonly loadMs: number;
}

interface ReproduceOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ReproductionProgress) => void;
}

const MODEL_FILE = 'model.onnx';

/** The network of a version, byte for byte the one that answered. */
const fetchModel = async (
  { version, artifacts }: Evidence,
  { signal, onProgress }: ReproduceOptions,
): Promise<{ model: Uint8Array<ArrayBuffer>; isModelVerified: boolean }> => {
  const response = await fetchAnswer(`/models/${version}/files/${MODEL_FILE}`, { signal });
  const modelTotalBytes = Number(response.headers.get('content-length'));
  const model = await readBytes(response, (modelBytes) => onProgress({ modelBytes, modelTotalBytes }));
  const hash = await sha256(model);
  const told = artifacts[MODEL_FILE];
  if (hash !== undefined && told !== undefined && hash !== told) {
    throw new ReproductionError(
      `The network that came is not the one that answered: its SHA-256 is ${hash}, and the evidence names ${told}. Nothing was computed.`,
      'Tell the operator: the stored version was changed, or something between server and browser changes files.',
    );
  }
  return { model, isModelVerified: hash !== undefined && told !== undefined };
};

const runInWorker = (
  worker: Worker,
  request: RunRequest,
  { signal, onProgress }: ReproduceOptions,
): Promise<RunOutcome> =>
  new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    worker.addEventListener('message', ({ data }: MessageEvent<RunMessage>) => {
      if (data.kind === 'computing') onProgress({ isComputing: true });
      else if (data.kind === 'outcome') resolve(data.outcome);
      else if (data.kind === 'failed') reject(new ReproductionError(data.message, data.advice));
    });
    worker.postMessage(request, [request.model.buffer, request.picture.buffer]);
  });

/**
 * Computes an answer again in this browser: the same file of the same version, on the stored canonical image, by the same preprocessing and calibration.
 * Throws a ProblemError where the server refuses a file, and a ReproductionError where this browser cannot.
 */
export const reproduce = async (result: PredictionResult, options: ReproduceOptions): Promise<Reproduction> => {
  const { evidence } = result;
  const { signal, onProgress } = options;
  if (typeof WebAssembly === 'undefined') {
    throw new ReproductionError(
      'This browser has no WebAssembly, or it is switched off.',
      'Use another browser, or allow WebAssembly for this page.',
    );
  }
  const begun = performance.now();
  const worker = new Worker(new URL('./run-network.worker.ts', import.meta.url), { type: 'module' });
  const hasFailed = new Promise<never>((_, reject) => {
    worker.addEventListener('error', ({ message }) =>
      reject(
        new ReproductionError(
          `The part of the page that computes ended: ${message || 'it could not be loaded'}.`,
          'Reload the page, or try another browser; a large network can be more than this computer has memory for.',
        ),
      ),
    );
  });
  worker.addEventListener('message', ({ data }: MessageEvent<RunMessage>) => {
    if (data.kind === 'engine') onProgress({ engineBytes: data.bytes });
  });
  const work = async (): Promise<Reproduction> => {
    const [{ model, isModelVerified }, picture] = await Promise.all([
      fetchModel(evidence, options),
      fetchAnswer(`/images/${evidence.imageId}`, { signal }).then(
        async (answer) => new Uint8Array(await answer.arrayBuffer()),
      ),
    ]);
    const modelBytes = model.byteLength;
    const { imageId, preprocessing } = evidence;
    const outcome = await runInWorker(worker, { model, picture, imageId, preprocessing }, options);
    const loadMs = performance.now() - begun - outcome.prepareMs - outcome.computeMs;
    return { ...outcome, comparison: compareAnswers(result, outcome.logits), modelBytes, isModelVerified, loadMs };
  };
  try {
    return await Promise.race([work(), hasFailed]);
  } finally {
    worker.terminate();
  }
};
