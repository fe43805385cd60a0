import { createHash } from 'node:crypto';
import { encodeSafetensors, type Weights } from '@pneumo/models';
import type { PretrainedName, PretrainedWeightsInfo, WeightsOrigin } from '@pneumo/shared/contracts';
import type { CommandRun } from '../cli-context.ts';

const CHUNK_BYTES = 2 ** 20;

const streamOf = (bytes: Uint8Array, onSent: (doneBytes: number) => void): ReadableStream<Uint8Array> => {
  let at = 0;
  return new ReadableStream({
    pull: (controller) => {
      if (at >= bytes.length) {
        controller.close();
        return;
      }
      controller.enqueue(bytes.subarray(at, at + CHUNK_BYTES));
      at = Math.min(at + CHUNK_BYTES, bytes.length);
      onSent(at);
    },
  });
};

/** Sends converted weights to the gateway, which checks and keeps them for every trainer. */
export const storeWeights = async (
  { api, progress }: CommandRun,
  name: PretrainedName,
  weights: Weights,
  origin: WeightsOrigin,
): Promise<PretrainedWeightsInfo> => {
  const bytes = encodeSafetensors(weights);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const query = new URLSearchParams({ sha256 });
  if (origin.file !== undefined) query.set('originFile', origin.file);
  if (origin.url !== undefined) query.set('originUrl', origin.url);
  if (origin.sha256 !== undefined) query.set('originSha256', origin.sha256);
  const stored = await api.json<PretrainedWeightsInfo>(`/v1/weights/${name}?${query.toString()}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    body: streamOf(bytes, (done) => progress.show({ stage: 'storing', done, total: bytes.length, unit: 'bytes' })),
  });
  progress.clear();
  return stored;
};
