import type { DatasetImportResult, JobResource } from '../../packages/shared/src/contracts/index.ts';
import { phantomArchive } from '../../test/e2e/archives.ts';
import type { Http } from '../../test/e2e/http.ts';

const PHANTOMS = 120;

/** Imports a few phantoms and gives their data set. */
export const importPhantoms = async (http: Http): Promise<string> => {
  const { body } = await http.postArchive(await phantomArchive(PHANTOMS), 'rehearsal');
  const ended = await http.ended(body.id);
  if (ended.state !== 'succeeded') throw new Error(`the import is ${ended.state}: ${ended.error?.message ?? ''}`);
  return (ended.result as DatasetImportResult).dataset;
};

/** Asks for a training of one epoch and gives its id. */
export const postTraining = async (http: Http, dataset: string): Promise<string> => {
  const { status, body } = await http.call<JobResource>('POST', '/v1/trainings', {
    dataset,
    architecture: 'compact',
    seed: 1,
    hyperparameters: { imageSize: 32, epochs: 1, batchSize: 16, earlyStopping: { patience: 0 } },
  });
  if (status !== 202) throw new Error(`the training was answered with ${status}: ${JSON.stringify(body)}`);
  return body.id;
};
