import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { hasFrozenTrunk } from '@pneumo/models';
import type { Architecture } from '@pneumo/shared/contracts';
import type { PretrainedWeights } from '@pneumo/shared/runtime';
import type { FitTrunk } from './fit/fit-job.ts';

/**
 * Streams the weights of an architecture's frozen trunk into the work folder; null where it has none. Throws `weights_missing`, which
 * says how to get them, or `weights_damaged`.
 */
export const fetchTrunk = async (
  weights: PretrainedWeights,
  architecture: Architecture,
  { workFolder, stop }: { readonly workFolder: string; readonly stop: AbortSignal },
): Promise<FitTrunk | null> => {
  if (!hasFrozenTrunk(architecture)) return null;
  const stored = await weights.get(architecture);
  const path = join(workFolder, 'trunk.safetensors');
  const file = await open(path, 'w');
  try {
    for await (const chunk of stored.chunks()) {
      stop.throwIfAborted();
      await file.writeFile(chunk);
    }
  } finally {
    await file.close();
  }
  return { name: architecture, sha256: stored.info.sha256, path };
};
