import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedStoreProcess } from '../../packages/local/src/store/embedded-store-process.ts';
import type { DatasetImportResult, JobResource, TrainingResult } from '../../packages/shared/src/contracts/index.ts';
import { minioForTest } from '../setup/context.ts';
import { testEnv } from '../setup/env.ts';
import { folderArchive } from './archives.ts';
import { createHttp } from './http.ts';
import { startTestStack, type TestStack } from './test-stack.ts';
import { walkMainJob } from './walk/walk-main-job.ts';

const SHARED = resolve(import.meta.dirname, '../../../shared/data/chest-xray/images-224/train');

describe('the main job on the embedded store', () => {
  let stack: TestStack;
  const closers: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pneumo-main-job-'));
    closers.push(() => rm(folder, { recursive: true }));
    const log = (line: string): void => console.log(line);
    // Named, since a stack of its own takes MinIO where that is on the PATH.
    const store = await startEmbeddedStoreProcess({
      directory: join(folder, 'store'),
      secretFile: join(folder, 'secret'),
      log,
    });
    closers.push(() => store.process.stop(10_000));
    stack = await startTestStack({ store: store.settings });
    closers.push(() => stack.close());
  });
  afterAll(async () => {
    for (const close of closers.reverse()) await close();
  });

  it('goes its whole way through HTTP, on real processes', { timeout: 240_000 }, () => walkMainJob(stack.url));

  it.skipIf(!existsSync(SHARED) || !testEnv.long)(
    'learns from 240 radiographs what pneumonia looks like (needs ../shared/data and PNEUMO_TEST_LONG=1)',
    { timeout: 300_000 },
    async () => {
      const http = createHttp(stack.url);
      const posted = await http.postArchive(await folderArchive(SHARED, 120), 'radiographs');
      const imported = (await http.ended(posted.body.id)).result as DatasetImportResult;
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
    },
  );
});

const minio = minioForTest();

describe.skipIf(minio === undefined)(
  'the main job on MinIO (skipped without minio on the PATH, PNEUMO_TEST_S3_ENDPOINT or a Docker engine)',
  () => {
    let stack: TestStack | undefined;
    afterAll(() => stack?.close());

    it('goes its whole way through HTTP, on real processes', { timeout: 240_000 }, async () => {
      stack = await startTestStack({ store: minio! });
      await walkMainJob(stack.url);
    });
  },
);
