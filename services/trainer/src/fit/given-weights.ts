import { readFileSync } from 'node:fs';
import { decodeSafetensors, defineNetwork, listParameters } from '@pneumo/models';
import type { FitJob } from './fit-job.ts';
import type { FitResult } from './run-fit.ts';

class WeightsDoNotFit extends Error {
  readonly code = 'version_damaged';
}

/** In place of a training: the weights that an earlier one came to, with what it recorded. */
export const takeGivenWeights = (job: FitJob, given: NonNullable<FitJob['given']>): FitResult => {
  const { weightsPath, ...recorded } = given;
  const definition = defineNetwork(job.architecture, { imageSize: job.hyperparameters.imageSize });
  const { weights } = decodeSafetensors(readFileSync(weightsPath));
  for (const { name, shape } of listParameters(definition)) {
    if (weights.get(name)?.shape.join() !== shape.join()) throw new WeightsDoNotFit(`The weights lack ${name}`);
  }
  return { definition, weights, ...recorded, warnings: [...recorded.warnings] };
};
