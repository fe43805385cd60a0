import { isErrorCode, type Principal, SCHEMA_VERSION, type TensorMessage } from '@pneumo/shared/contracts';
import { messageOf, objectKeys, PneumoError, type Runtime } from '@pneumo/shared/runtime';
import type { TensorImage } from './tensors.ts';

interface RawTensor {
  readonly version: string;
  readonly images: number;
  /** float32, little-endian. */
  readonly bytes: Uint8Array;
  readonly timeoutMs: number;
}

/**
 * Has an inferencer run a raw tensor. It lies in the store, since queues carry references only, and is removed with the answer; what a crash leaves
 * there the reconciler removes. Throws `wait_timeout`, after which nothing goes on.
 */
export const runTensor = async (
  { store, jobs, tensors, logger }: Pick<Runtime, 'store' | 'jobs' | 'tensors' | 'logger'>,
  { workspace }: Principal,
  { version, images, bytes, timeoutMs }: RawTensor,
): Promise<TensorImage[]> => {
  const tensor = jobs.newJobId();
  const key = objectKeys.tensor(workspace, tensor);
  try {
    await store.put(key, bytes);
    const message: TensorMessage = { schemaVersion: SCHEMA_VERSION, workspace, tensor, version, images };
    const answer = await tensors.ask(message, timeoutMs);
    if (answer === undefined) {
      throw new PneumoError('wait_timeout', `No inferencer has answered within ${timeoutMs / 1_000} s.`);
    }
    if ('error' in answer) {
      const { code, message: detail } = answer.error;
      throw new PneumoError(isErrorCode(code) ? code : 'internal_error', detail);
    }
    const { threshold } = answer;
    return answer.images.map((image) => ({ ...image, threshold, version }));
  } finally {
    await store.delete(key).catch((error: unknown) => {
      logger.warn({ tensor, error: messageOf(error) }, 'a tensor was not removed; the reconciler removes it');
    });
  }
};
