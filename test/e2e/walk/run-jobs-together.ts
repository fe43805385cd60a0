import assert from 'node:assert/strict';
import {
  type BatchLine,
  type ComparisonInput,
  type ComparisonResult,
  isFinal,
  type JobResource,
  type ModelVersion,
  type PredictionResult,
  type TrainingResult,
} from '../../../packages/shared/src/contracts/index.ts';
import { phantomArchive, phantomJpeg } from '../archives.ts';
import type { Walk } from './walk.ts';

const PREDICTIONS = 10;
const BATCH_IMAGES = 20;
const EPOCHS = 8;

interface Together {
  readonly comparison: string;
  readonly trainings: readonly string[];
  readonly batch: string;
  readonly predictions: readonly string[];
}

const idsOf = ({ comparison, trainings, batch, predictions }: Together): string[] => [
  comparison,
  ...trainings,
  batch,
  ...predictions,
];

const postAll = async ({ http }: Walk, dataset: string): Promise<Together> => {
  const comparison = await http.call<JobResource>('POST', '/v1/comparisons', {
    dataset,
    architectures: ['compact', 'cnn'],
    seed: 1,
    hyperparameters: { imageSize: 32, epochs: EPOCHS, batchSize: 16, earlyStopping: { patience: 0 } },
    promote: 'never',
  });
  assert.equal(comparison.status, 202, JSON.stringify(comparison.body));
  const batch = await http.postBatch(await phantomArchive(BATCH_IMAGES));
  assert.equal(batch.status, 202, JSON.stringify(batch.body));
  const predictions: string[] = [];
  for (let index = 0; index < PREDICTIONS; index += 1) {
    const priority = index % 2 === 0 ? 'routine' : 'urgent';
    const image = await phantomJpeg(1_000 + index, 'normal', { width: 128, height: 120 });
    const { status, body } = await http.postImage(image, { priority });
    assert.equal(status, 202, JSON.stringify(body));
    predictions.push(body.id);
  }
  const { trainings } = comparison.body.input as ComparisonInput;
  return {
    comparison: comparison.body.id,
    trainings: trainings.map(({ job }) => job),
    batch: batch.body.id,
    predictions,
  };
};

/** Of one training: the one version that it made, with every epoch in its history once. */
const expectOneVersion = async ({ http }: Walk, training: JobResource): Promise<void> => {
  const { version } = training.result as TrainingResult;
  const { models } = (await http.call<{ models: ModelVersion[] }>('GET', '/v1/models')).body;
  const made = models.filter(({ trainingJob }) => trainingJob === training.id);
  assert.deepEqual(
    made.map((model) => model.version),
    [version],
  );
  const path = `/v1/models/${version}/files/history.json`;
  const { epochs } = (await http.call<{ epochs: { epoch: number }[] }>('GET', path)).body;
  assert.deepEqual(
    epochs.map(({ epoch }) => epoch),
    Array.from({ length: EPOCHS }, (_, index) => index + 1),
  );
};

const expectOneAnswerEach = async ({ http }: Walk, batch: string): Promise<void> => {
  const { body } = await http.call<string>('GET', `/v1/batches/${batch}/results`);
  const lines = body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as BatchLine);
  assert.deepEqual(
    lines.map(({ index, error }) => ({ index, error })),
    Array.from({ length: BATCH_IMAGES }, (_, index) => ({ index: index + 1, error: undefined })),
  );
};

/** None is lost: each has succeeded. None is doubled: one end told, one version of each training, one answer per picture. */
const expectOneEach = async (walk: Walk, together: Together): Promise<string> => {
  const { http, events } = walk;
  const ids = idsOf(together);
  const jobs = await Promise.all(ids.map((id) => http.job(id)));
  assert.deepEqual(
    jobs.map(({ id, state, error }) => ({ id, state, error })),
    ids.map((id) => ({ id, state: 'succeeded', error: undefined })),
  );
  const images = jobs.flatMap(({ kind, result }) =>
    kind === 'prediction' ? [(result as PredictionResult).evidence.imageId] : [],
  );
  assert.equal(new Set(images).size, PREDICTIONS);
  for (const job of jobs.filter(({ kind }) => kind === 'training')) await expectOneVersion(walk, job);
  await expectOneAnswerEach(walk, together.batch);

  // Asked again, the stream tells one end of each and closes.
  const told = await events(`/v1/events?jobs=${ids.join(',')}`);
  assert.deepEqual(told.map(({ data }) => data.id).toSorted(), ids.toSorted());

  const { candidates, winner } = jobs[0]!.result as ComparisonResult;
  assert.deepEqual(
    candidates.map(({ job, state }) => [job, state]),
    together.trainings.map((id) => [id, 'succeeded']),
  );
  return winner.version;
};

/** A comparison with its trainings, a batch and single predictions at the same time, followed over one stream; gives the winner's version. */
export const runJobsTogether = async (
  walk: Walk,
  dataset: string,
  whileTheyRun?: () => Promise<void>,
): Promise<string> => {
  const { http, events } = walk;
  const together = await postAll(walk, dataset);
  const ids = idsOf(together);
  const stream = events(`/v1/events?jobs=${ids.join(',')}`);
  const hasBegun = ({ progress }: JobResource): boolean => progress.unit === 'epochs' && progress.done >= 1;
  await http.until(together.trainings[0]!, (job) => hasBegun(job) || isFinal(job.state));
  await whileTheyRun?.();
  const ends = (await stream).filter(({ data }) => isFinal(data.state)).map(({ data }) => data.id);
  assert.deepEqual(ends.toSorted(), ids.toSorted());
  return expectOneEach(walk, together);
};
