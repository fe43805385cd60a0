import type { ComparisonInput, JobRecord, PendingJob, TrainingInput } from '../contracts/index.ts';

/** The trainings of a comparison as requests of their own: the same to the byte, whoever makes them durable. */
export const trainingsOf = (comparison: PendingJob | JobRecord): PendingJob[] => {
  const { schemaVersion, id, workspace, createdAt, requestedBy } = comparison;
  const { dataset, recipe, hyperparameters, trainings } = comparison.input as ComparisonInput;
  return trainings.map(({ job, architecture, seed }) => {
    const input: TrainingInput = {
      dataset,
      architecture,
      recipe,
      hyperparameters,
      seed,
      promote: 'never',
      comparison: id,
    };
    return { schemaVersion, id: job, kind: 'training', workspace, createdAt, requestedBy, input };
  });
};
