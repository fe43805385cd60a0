import { Value } from 'typebox/value';
import { ComparisonInput, type JobRecord, type PendingJob, type TrainingInput } from '../contracts/index.ts';

/** Ids of the trainings that a comparison asks for; none where its stored request is not valid, which is for its worker to say. */
export const trainingIdsOf = (input: unknown): string[] =>
  Value.Check(ComparisonInput, input) ? input.trainings.map(({ job }) => job) : [];

/** The trainings of a comparison as requests of their own: the same to the byte, whoever makes them durable. */
export const trainingsOf = (comparison: PendingJob | JobRecord): PendingJob[] => {
  const { schemaVersion, id, workspace, createdAt, requestedBy, input: asked } = comparison;
  if (!Value.Check(ComparisonInput, asked)) return [];
  const { dataset, recipe, hyperparameters, trainings } = asked;
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
