import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobContext } from '@pneumo/shared/runtime';
import type { Checkpoints } from './checkpoints.ts';
import type { FitJob, FitState, FitTrunk } from './fit/fit-job.ts';

/**
 * Fetches the furthest checkpoint of this job, whichever worker wrote it, into the work folder. A head that began on other weights of
 * its trunk can't go on: such checkpoints are removed, and the training starts anew.
 */
export const restoreCheckpoint = async (
  checkpoints: Checkpoints,
  { principal, jobId, logger }: Pick<JobContext<'training'>, 'principal' | 'jobId' | 'logger'>,
  options: {
    readonly workFolder: string;
    readonly trunk: Pick<FitTrunk, 'sha256'> | null;
    readonly tell: (state: FitState) => void;
  },
): Promise<FitJob['resume']> => {
  const { workFolder, trunk, tell } = options;
  const found = await checkpoints.latest(principal, jobId);
  if (found === undefined) return null;
  const state = found.state as FitState;
  const { epochsDone, stepInEpoch } = state;
  if (state.trunkSha256 !== trunk?.sha256) {
    logger.warn({ epochsDone, of: found.attempt }, 'the weights of the trunk were replaced; training starts anew');
    await checkpoints.removeAll(principal, jobId);
    return null;
  }
  const tensorsPath = join(workFolder, 'resume.safetensors');
  await writeFile(tensorsPath, found.tensors);
  logger.info({ epochsDone, stepInEpoch, of: found.attempt }, 'going on from a checkpoint');
  tell(state);
  return { tensorsPath, state };
};
