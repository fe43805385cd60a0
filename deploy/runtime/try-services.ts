import { setTimeout as delay } from 'node:timers/promises';
import type {
  DatasetImportResult,
  JobResource,
  PredictionResult,
  TrainingResult,
} from '../../packages/shared/src/contracts/index.ts';
import { phantomArchive, phantomJpeg } from '../../test/e2e/archives.ts';
import { createHttp } from '../../test/e2e/http.ts';

const IMAGES = 80;
const POLL_MS = 200;

/** Resolves when an address answers 200. */
export const answers = async (url: string, patienceMs: number): Promise<void> => {
  const late = AbortSignal.timeout(patienceMs);
  for (;;) {
    const isWell = await fetch(url, { signal: late }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isWell) return;
    if (late.aborted) throw new Error(`${url} did not answer within ${patienceMs} ms`);
    await delay(POLL_MS);
  }
};

/** The main job on phantoms: a prediction of the starter, an import, a training, a prediction of what it made. Throws at the first that fails. */
export const tryServices = async (url: string, key: string, tell: (line: string) => void): Promise<void> => {
  const http = createHttp(url, key);
  const wellEnded = async (accepted: { status: number; body: JobResource }): Promise<JobResource> => {
    if (accepted.status !== 202 && accepted.status !== 200) throw new Error(JSON.stringify(accepted.body));
    const job = await http.ended(accepted.body.id);
    if (job.state !== 'succeeded')
      throw new Error(`${job.kind} ${job.state}: ${job.error?.code} ${job.error?.message}`);
    return job;
  };
  const refused = await createHttp(url).call('GET', '/v1/queues');
  if (refused.status !== 401) throw new Error(`without a key the gateway answered ${refused.status}`);

  const predict = async (model: string): Promise<PredictionResult> =>
    (await wellEnded(await http.postImage(await phantomJpeg(7, 'pneumonia'), { model }))).result as PredictionResult;
  const first = await predict('champion');
  tell(`prediction by the starter: ${first.outcome}, probability ${first.probability.toFixed(3)}`);

  const imported = (await wellEnded(await http.postArchive(await phantomArchive(IMAGES), 'phantoms')))
    .result as DatasetImportResult;
  tell(`import: ${imported.images} phantoms`);
  const trained = (
    await wellEnded(
      await http.call<JobResource>('POST', '/v1/trainings', {
        dataset: imported.dataset,
        architecture: 'compact',
        seed: 1,
        hyperparameters: { imageSize: 32, epochs: 1, batchSize: 16 },
        promote: 'never',
      }),
    )
  ).result as TrainingResult;
  tell(`training on ${trained.backend}: ${trained.version}`);
  const second = await predict(trained.version);
  tell(`prediction by it: ${second.outcome}, probability ${second.probability.toFixed(3)}`);
  tell(second.disclaimer);
};
