import { defineNetwork, type NetworkDefinition } from '@pneumo/models';
import type { FitData } from './fit-data.ts';
import type { FitJob } from './fit-job.ts';
import { openImageData } from './image-data.ts';
import type { PixelFile } from './pixel-file.ts';
import { openTrunkData } from './trunk-data.ts';

/** Opens what a job trains on. The network is the whole one, trunk included. */
export const openFitData = async (
  job: FitJob,
  pixels: PixelFile,
  mustHandBack: () => boolean,
): Promise<{ definition: NetworkDefinition; data: FitData }> => {
  const definition = defineNetwork(job.architecture, { imageSize: job.hyperparameters.imageSize });
  if (definition.trunk === undefined) return { definition, data: openImageData(job, pixels, definition) };
  if (job.trunk === null) throw new Error(`${job.architecture} needs the weights of its trunk`);
  const data = await openTrunkData({ job, trunk: job.trunk, pixels, definition, mustHandBack });
  return { definition, data };
};
