import assert from 'node:assert/strict';
import type {
  DatasetImportResult,
  JobResource,
  PredictionResult,
  TrainingResult,
} from '../../../packages/shared/src/contracts/index.ts';
import { phantomArchive, phantomJpeg } from '../archives.ts';
import { moveChampion } from './move-champion.ts';
import { refuseBadInput } from './refuse-bad-input.ts';
import { runJobsTogether } from './run-jobs-together.ts';
import { createWalk, type Walk } from './walk.ts';

export interface WalkOptions {
  /** Where keys are needed: one that may do everything. */
  readonly key?: string;
  /** Called while a comparison, a batch and predictions run: whatever it breaks, each of them must end well, once. */
  readonly whileJobsRun?: () => Promise<void>;
  readonly tell?: (line: string) => void;
}

const IMAGES = 80;

/** A training followed by its events, from the first epoch to its version. */
const trainWithProgress = async ({ http, events, train }: Walk, dataset: string): Promise<string> => {
  const epochs = 3;
  const { id } = await train(dataset, { epochs }, 'if-better');
  const told = await events(`/v1/jobs/${id}/events`);
  const progress = told.flatMap(({ data }) => data.progress ?? []);
  const done = progress.flatMap((one) => (one.unit === 'epochs' ? [one.done] : []));
  assert.equal(done.at(-1), epochs);
  assert.deepEqual(
    done,
    done.toSorted((a, b) => a - b),
  );
  assert.ok(progress.some(({ metrics }) => typeof metrics?.['validationLoss'] === 'number'));
  const last = told.at(-1)!.data;
  assert.equal(last.state, 'succeeded', JSON.stringify(last.error));
  const { version, epochs: ran } = last.result as TrainingResult;
  assert.equal(ran, epochs);
  // Told of its success, a caller finds the version at once.
  assert.equal((await http.call('GET', `/v1/models/${version}`)).status, 200);
  return version;
};

/** One picture, waited for, polled and asked for again, by alias and by version. */
const predict = async ({ http, succeeded }: Walk, version: string): Promise<PredictionResult> => {
  const image = await phantomJpeg(901, 'pneumonia');
  const once = { 'idempotency-key': `walk-${version}` };
  const waited = await http.postImage(image, { explain: 'true' }, { prefer: 'wait=30', ...once });
  assert.equal(waited.status, 200, JSON.stringify(waited.body));
  const result = waited.body.result as PredictionResult;
  assert.deepEqual(result.model, { alias: 'champion', version });
  assert.equal(result.evidence.version, version);
  assert.match(result.disclaimer, /not a diagnosis/);
  if (result.outcome !== 'abstained') {
    assert.equal(result.outcome, result.probability >= result.threshold ? 'pneumonia' : 'normal');
  }
  const map = await http.call('GET', `/v1/jobs/${waited.body.id}/heatmap.png`);
  assert.equal(map.status, 200, JSON.stringify(map.body));
  assert.equal((await http.postImage(image, { explain: 'true' }, once)).body.id, waited.body.id);
  const polled = await succeeded(await http.postImage(image, { model: version }));
  const again = polled.result as PredictionResult;
  assert.deepEqual([again.logits, again.model], [result.logits, { alias: null, version }]);
  return result;
};

/** A running training, cancelled, tried again, and cancelled again. */
const cancelAndRetry = async ({ http, train }: Walk, dataset: string): Promise<void> => {
  const { id } = await train(dataset, { epochs: 500, earlyStopping: { patience: 0 } }, 'never');
  await http.until(id, ({ progress }) => progress.stage.startsWith('training epoch'));
  const cancelled = await http.call<JobResource>('DELETE', `/v1/jobs/${id}`);
  assert.deepEqual([cancelled.status, cancelled.body.state], [200, 'cancelled']);
  const twice = await http.problemOf(http.call('DELETE', `/v1/jobs/${id}`));
  assert.deepEqual([twice.status, twice.code], [409, 'job_finished']);
  const retried = await http.call<JobResource>('POST', `/v1/jobs/${id}/retry`);
  assert.equal(retried.body.retryOf, id);
  // The worker is free again.
  await http.until(retried.body.id, ({ state }) => state === 'running');
  await http.call('DELETE', `/v1/jobs/${retried.body.id}`);
  assert.equal((await http.job(retried.body.id)).state, 'cancelled');
};

/**
 * The main job through HTTP, from the first picture to the last, on whatever stack answers at `url`: an import, a training with live progress,
 * predictions, a comparison beside a batch and more predictions, moving an alias and back, cancelling and retrying, refusals. Throws an AssertionError at the
 * first thing that is not as it should be. Works beside a champion that is there already.
 */
export const walkMainJob = async (url: string, options: WalkOptions = {}): Promise<void> => {
  const { tell = () => undefined } = options;
  const walk = createWalk(url, options.key);
  const { http, succeeded } = walk;
  const imported = (await succeeded(await http.postArchive(await phantomArchive(IMAGES), 'phantoms')))
    .result as DatasetImportResult;
  assert.deepEqual([imported.images, imported.patients, imported.rejected], [IMAGES, IMAGES, 0]);
  const { dataset } = imported;
  tell(`import: ${imported.images} phantoms`);

  const first = await trainWithProgress(walk, dataset);
  await moveChampion(walk, first);
  tell(`training: ${first}, now champion`);

  const { outcome, probability, disclaimer } = await predict(walk, first);
  tell(`prediction: ${outcome}, probability ${probability.toFixed(3)}. ${disclaimer}`);

  const second = await runJobsTogether(walk, dataset, options.whileJobsRun);
  tell(`a comparison, a batch and predictions side by side: all ended well, once; ${second} wins`);

  await moveChampion(walk, second);
  const back = await http.call<{ version: string }>('POST', '/v1/models/aliases/champion/rollback');
  assert.deepEqual([back.status, back.body.version], [200, first]);
  tell('champion moved and rolled back');

  await cancelAndRetry(walk, dataset);
  tell('a running training cancelled, retried, cancelled');

  await refuseBadInput(http);
  const open = await http.call<{ jobs: JobResource[] }>('GET', '/v1/jobs?state=queued,running');
  assert.deepEqual(open.body.jobs, []);
  assert.equal((await http.call('GET', '/readyz')).status, 200);
  tell('bad input refused, nothing left open');
};
