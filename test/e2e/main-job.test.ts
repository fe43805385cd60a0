import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodePhantomPng } from '../../packages/imaging/src/index.ts';
import { drawPhantom } from '../../packages/imaging/src/pure/index.ts';
import type {
  Alias,
  DatasetImportResult,
  JobResource,
  ModelVersion,
  PredictionResult,
  TrainingResult,
} from '../../packages/shared/src/contracts/index.ts';
import { folderArchive, phantomArchive, phantomJpeg } from './archives.ts';
import { readEvents } from './event-stream.ts';
import { createHttp, type Http } from './http.ts';
import { startTestStack, type TestStack } from './test-stack.ts';

let stack: TestStack;
let http: Http;

beforeAll(async () => {
  stack = await startTestStack();
  http = createHttp(stack.url);
});

afterAll(() => stack.close());

const importDataset = async (archive: Uint8Array, name: string): Promise<DatasetImportResult> => {
  const accepted = await http.postArchive(archive, name);
  expect(accepted.status).toBe(202);
  const job = await http.ended(accepted.body.id);
  expect(job).toMatchObject({ state: 'succeeded', kind: 'dataset-import' });
  return job.result as DatasetImportResult;
};

describe('the main job, through HTTP, on real processes', () => {
  it('imports, trains with live progress, publishes, promotes and predicts phantoms', async () => {
    const imported = await importDataset(await phantomArchive(120), 'phantoms');
    expect(imported).toMatchObject({ images: 120, patients: 120, rejected: 0 });

    const accepted = await http.call<JobResource>('POST', '/v1/trainings', {
      dataset: imported.dataset,
      architecture: 'compact',
      seed: 3,
      hyperparameters: { imageSize: 32, epochs: 3, batchSize: 16 },
      promote: 'if-better',
    });
    expect(accepted.status).toBe(202);
    expect(accepted.headers.get('location')).toBe(`/v1/jobs/${accepted.body.id}`);
    const events = await readEvents(`${stack.url}/v1/jobs/${accepted.body.id}/events`);
    const told = events.flatMap(({ data }) => data.progress ?? []);
    const epochs = told.flatMap(({ unit, done }) => (unit === 'epochs' ? [done] : []));
    expect(epochs.at(-1)).toBe(3);
    expect(epochs).toEqual([...epochs].sort((a, b) => a - b));
    expect(told.some(({ metrics }) => typeof metrics?.['validationLoss'] === 'number')).toBe(true);
    const last = events.at(-1)!.data;
    expect(last).toMatchObject({ state: 'succeeded', result: { epochs: 3, promotion: { alias: 'champion' } } });
    const { version } = last.result as TrainingResult;

    // Told of its success, a caller finds the version and the alias at once.
    expect((await http.call<ModelVersion>('GET', `/v1/models/${version}`)).body).toMatchObject({ version });
    expect((await http.call<Alias>('GET', '/v1/models/aliases/champion')).body.version).toBe(version);

    const waited = await http.postImage(await phantomJpeg(901, 'pneumonia'), {}, { prefer: 'wait=20' });
    expect(waited.status).toBe(200);
    const result = waited.body.result as PredictionResult;
    expect(result.model).toEqual({ alias: 'champion', version });
    expect(result.outcome).toBe(result.probability >= result.threshold ? 'pneumonia' : 'normal');
    expect(result.evidence).toMatchObject({ version, engine: { name: 'onnx', provider: 'cpu' } });
    expect(result.disclaimer).toContain('not a diagnosis');

    // The same picture again, polled, comes to the same numbers.
    const polled = await http.postImage(await phantomJpeg(901, 'pneumonia'), { model: version });
    expect(polled.status).toBe(202);
    const again = (await http.ended(polled.body.id)).result as PredictionResult;
    expect(again.logits).toEqual(result.logits);
    expect(again.model).toEqual({ alias: null, version });
  });

  it('answers bad input with a problem and a stable code, and leaves nothing pending', async () => {
    const png = Buffer.from(encodePhantomPng(drawPhantom({ seed: 1, label: 'normal' })));
    // A header that claims 10,000 x 10,000 pixels.
    png.writeUInt32BE(10_000, 16);
    png.writeUInt32BE(10_000, 20);
    const good = await phantomJpeg(5, 'normal');
    const cases: [string, Promise<Awaited<ReturnType<Http['call']>>>, number, string][] = [
      ['a text file', http.postImage(Buffer.from('this is not a picture')), 415, 'image_unsupported_format'],
      ['an empty file', http.postImage(new Uint8Array()), 400, 'empty_file'],
      ['an empty body', http.call('POST', '/v1/predictions'), 400, 'missing_file'],
      ['100 megapixels', http.postImage(png), 413, 'image_too_large'],
      ['a truncated picture', http.postImage(good.slice(0, good.length / 2)), 422, 'image_unreadable'],
      ['an unknown alias', http.postImage(good, { model: 'nobody' }), 404, 'model_not_found'],
      [
        'an unknown data set',
        http.call('POST', '/v1/trainings', { dataset: 'ds-none', architecture: 'compact' }),
        404,
        'dataset_not_found',
      ],
      [
        'an unknown architecture',
        http.call('POST', '/v1/trainings', { dataset: 'ds-none', architecture: 'transformer' }),
        400,
        'validation_failed',
      ],
      ['an unknown job', http.call('GET', '/v1/jobs/019b0000-0000-7000-8000-000000000000'), 404, 'job_not_found'],
    ];
    for (const [what, answer, status, code] of cases) {
      const problem = await http.problemOf(answer);
      expect({ what, ...problem }).toMatchObject({ what, status, code });
      expect(problem.contentType).toContain('application/problem+json');
    }
    expect((await http.call('GET', '/readyz')).status).toBe(200);
    const open = await http.call<{ jobs: JobResource[] }>('GET', '/v1/jobs?state=queued,running');
    expect(open.body.jobs).toEqual([]);
  });
});

const SHARED = resolve(import.meta.dirname, '../../../shared/data/chest-xray/images-224/train');

describe.skipIf(!existsSync(SHARED))('the main job on real X-rays (skipped where ../shared/data is absent)', () => {
  it('learns from 240 radiographs what pneumonia looks like, and answers another', { timeout: 300_000 }, async () => {
    const imported = await importDataset(await folderArchive(SHARED, 120), 'radiographs');
    expect(imported.images).toBeGreaterThanOrEqual(235);
    const accepted = await http.call<JobResource>('POST', '/v1/trainings', {
      dataset: imported.dataset,
      architecture: 'compact',
      seed: 1,
      hyperparameters: { imageSize: 64, epochs: 12, batchSize: 16, augmentation: { cropAreaMin: 0.8 } },
    });
    const job = await http.ended(accepted.body.id);
    expect(job.state).toBe('succeeded');
    const { version, validation } = job.result as TrainingResult;
    // Twelve short epochs on 160 pictures: far above chance, far below what the recipe reaches on all of them.
    expect(validation.auc).toBeGreaterThan(0.7);
    const test = join(SHARED, '../test/PNEUMONIA');
    const [file] = await readdir(test);
    const answer = await http.postImage(await readFile(join(test, file!)), { model: version }, { prefer: 'wait=20' });
    expect(answer.body).toMatchObject({ state: 'succeeded', result: { model: { version } } });
  });
});
