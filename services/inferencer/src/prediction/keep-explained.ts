import { type JobContext, type JobDone, type ObjectStore, objectKeys } from '@pneumo/shared/runtime';
import type { Predicted } from './predict-image.ts';

/** Writes the heat map, if there is one, under the attempt; the outcome names it, and publishes it once it is the recorded one. */
export const keepExplained = async (
  store: ObjectStore,
  { principal, jobId, attemptKey }: Pick<JobContext<'prediction'>, 'principal' | 'jobId' | 'attemptKey'>,
  { result, explained }: Predicted,
): Promise<JobDone<'prediction'>> => {
  if (explained === undefined) return { result };
  const { explanation, png } = explained;
  const contentType = 'image/png';
  const from = attemptKey('heatmap.png');
  await store.put(from, png, { contentType });
  return {
    result: { ...result, explanation: { ...explanation, heatmap: `/v1/jobs/${jobId}/heatmap.png` } },
    publish: [{ from, to: objectKeys.heatmap(principal.workspace, jobId), contentType }],
  };
};
