import { ImageError } from '@pneumo/imaging';
import {
  isErrorCode,
  isFinal,
  type JobResource,
  type PredictionResult,
  type Principal,
} from '@pneumo/shared/contracts';
import { PneumoError, type WorkspaceSecrets } from '@pneumo/shared/runtime';
import type { ApiDeps } from '../api-deps.ts';
import { keepPicture } from '../predictions/store-image.ts';
import type { PictureAnswer } from './tensors.ts';

/** The picture that a fault is about, where there are several. */
const naming = async <T>(index: number, count: number, work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ImageError) || count === 1) throw error;
    throw new PneumoError(error.code, `Picture ${index}: ${error.message}`);
  }
};

const answerOf = ({ id, state, result, error }: JobResource): PictureAnswer => {
  if (state === 'succeeded') return { jobId: id, result: result as PredictionResult };
  if (state === 'cancelled') throw new PneumoError('job_cancelled', `The job ${id} was cancelled.`);
  const code = error !== undefined && isErrorCode(error.code) ? error.code : 'internal_error';
  throw new PneumoError(code, `The job ${id} failed: ${error?.message ?? code}`);
};

/**
 * Each picture goes the whole way of a prediction: a durable job with checks and evidence. All are decoded before any is stored. Throws
 * `wait_timeout`, which names the jobs: they go on.
 */
export const predictPictures = async (
  { runtime, settings, decodePool, acceptor, waiter }: ApiDeps,
  secrets: WorkspaceSecrets,
  principal: Principal,
  {
    files,
    model,
    timeoutMs,
  }: { readonly files: readonly Uint8Array[]; readonly model: string; readonly timeoutMs: number },
): Promise<PictureAnswer[]> => {
  const { maxImageBytes } = settings;
  if (files.some(({ length }) => length > maxImageBytes)) {
    throw new PneumoError('payload_too_large', `A picture has at most ${maxImageBytes} bytes.`);
  }
  const decoded = await Promise.all(files.map((file, index) => naming(index, files.length, decodePool.decode(file))));
  const deps = { store: runtime.store, secrets };
  const accepted = await Promise.all(
    decoded.map(async (image) => {
      const { imageId, film } = await keepPicture(deps, principal, image);
      const input = { imageId, film, model, explain: false, abstain: true, priority: 'routine' as const };
      return acceptor.accept(principal, { kind: 'prediction', input });
    }),
  );
  const wait = { timeoutMs, justAccepted: true };
  const jobs = await Promise.all(accepted.map(({ jobId }) => waiter.wait(principal, jobId, wait)));
  const late = jobs.filter(({ state }) => !isFinal(state)).map(({ id }) => id);
  if (late.length > 0) {
    throw new PneumoError('wait_timeout', `Not ended within ${timeoutMs / 1_000} s, and going on: ${late.join(', ')}.`);
  }
  return jobs.map(answerOf);
};
