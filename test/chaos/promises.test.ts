import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { describe, expect, it, type TestContext } from 'vitest';
import type {
  DatasetImportResult,
  JobResource,
  PredictionResult,
  TrainingResult,
} from '../../packages/shared/src/contracts/index.ts';
import { phantomArchive, phantomJpeg } from '../e2e/archives.ts';
import { createHttp, type Http } from '../e2e/http.ts';
import { startTestStack, type TestStack } from '../e2e/test-stack.ts';

const start = async ({ onTestFinished }: TestContext): Promise<{ stack: TestStack; http: Http }> => {
  const stack = await startTestStack();
  onTestFinished(() => stack.close());
  return { stack, http: createHttp(stack.url) };
};

const importPhantoms = async (http: Http, count: number): Promise<string> => {
  const { body } = await http.postArchive(await phantomArchive(count), 'phantoms');
  return ((await http.ended(body.id)).result as DatasetImportResult).dataset;
};

const train = async (http: Http, dataset: string, epochs: number, imageSize = 32): Promise<string> => {
  const { body } = await http.call<JobResource>('POST', '/v1/trainings', {
    dataset,
    architecture: 'compact',
    seed: 1,
    hyperparameters: { imageSize, epochs, batchSize: 16, earlyStopping: { patience: 0 } },
    promote: 'if-better',
  });
  return body.id;
};

const postMany = async (http: Http, count: number, firstSeed: number): Promise<string[]> => {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const answer = await http.postImage(await phantomJpeg(firstSeed + index, 'normal'));
    expect(answer.status).toBe(202);
    ids.push(answer.body.id);
  }
  return ids;
};

/** Every job ended well, and nothing is open: none was lost, and none has a second outcome, since a record is written once. */
const expectAllSucceeded = async (http: Http, ids: string[]): Promise<JobResource[]> => {
  const jobs = await Promise.all(ids.map((id) => http.ended(id)));
  expect(jobs.map(({ state }) => state)).toEqual(ids.map(() => 'succeeded'));
  return jobs;
};

const historyOf = async (http: Http, version: string): Promise<number[]> => {
  const { body } = await http.call<{ epochs: { epoch: number }[] }>('GET', `/v1/models/${version}/files/history.json`);
  return body.epochs.map(({ epoch }) => epoch);
};

// Side by side: each has a system of its own, and mostly waits for it.
describe.concurrent('what is promised, with processes killed', { timeout: 240_000 }, () => {
  it('ends every prediction and training once though workers, gateway, Redis and store are killed with -9', async (test) => {
    const { stack, http } = await start(test);
    const dataset = await importPhantoms(http, 120);

    // The trainer, in the middle of an epoch: it goes on from the last whole one.
    const training = await train(http, dataset, 12);
    await http.until(training, (job) => job.progress.unit === 'epochs' && job.progress.done >= 3);
    stack.kill('trainer');
    const trained = await http.ended(training);
    expect(trained).toMatchObject({ state: 'succeeded', attempt: 2 });
    const { version } = trained.result as TrainingResult;
    expect(await historyOf(http, version)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
    const versions = await http.call<{ models: unknown[] }>('GET', '/v1/models');
    expect(versions.body.models).toHaveLength(1);

    // The inferencer, again and again, under a burst.
    const first = postMany(http, 40, 1_000);
    for (let kill = 0; kill < 2; kill += 1) {
      await wait(400);
      stack.kill('inferencer');
    }
    await expectAllSucceeded(http, await first);

    // The gateway right after it has promised.
    const second = await postMany(http, 5, 2_000);
    stack.kill('api');
    await http.call('GET', '/healthz').catch(() => undefined);
    for (;;) {
      const ready = await http.call('GET', '/readyz').catch(() => undefined);
      if (ready?.status === 200) break;
      await wait(100);
    }
    await expectAllSucceeded(http, second);

    // Redis, with its file of the last second perhaps behind.
    const third = await postMany(http, 5, 3_000);
    stack.kill('redis');
    await expectAllSucceeded(http, third);
  });

  it('ends every accepted prediction though Redis was emptied while no worker ran, with no call from outside', async (test) => {
    const { stack, http } = await start(test);
    await http.ended(await train(http, await importPhantoms(http, 120), 1));
    await stack.end('inferencer');
    const ids = await postMany(http, 12, 5_000);
    const redis = new Redis(stack.redisUrl);
    await redis.flushall();
    await redis.quit();
    await stack.add('inferencer');
    const jobs = await expectAllSucceeded(http, ids);
    expect(new Set(jobs.map(({ result }) => (result as PredictionResult).evidence.imageId)).size).toBe(12);
    // The list was rebuilt too: jobs from before the flush are in it.
    await http.until(ids[0]!, () => true);
    const list = await http.call<{ jobs: JobResource[] }>('GET', '/v1/jobs?kind=training&limit=10');
    expect(list.body.jobs).toHaveLength(1);
  });

  it('cancels a running training within two seconds, hands one back on SIGTERM, and leaves no version of the cancelled', async (test) => {
    const { stack, http } = await start(test);
    const dataset = await importPhantoms(http, 120);
    const inEpoch = (job: JobResource): boolean => job.progress.stage.startsWith('training epoch');

    const cancelled = await train(http, dataset, 500, 64);
    await http.until(cancelled, inEpoch);
    const askedMs = performance.now();
    const answer = await http.call('DELETE', `/v1/jobs/${cancelled}`);
    expect(answer.status).toBe(200);
    expect((await http.job(cancelled)).state).toBe('cancelled');
    // The worker is free again: the next training starts.
    const next = await train(http, dataset, 12);
    await http.until(next, (job) => job.state === 'running');
    console.log(`cancelled, and the trainer took the next job, within ${Math.round(performance.now() - askedMs)} ms`);
    expect(await http.problemOf(http.call('DELETE', `/v1/jobs/${cancelled}`))).toMatchObject({ code: 'job_finished' });

    await http.until(next, (job) => job.progress.unit === 'epochs' && job.progress.done >= 1);
    await stack.restart('trainer');
    const ended = await http.ended(next);
    expect(ended).toMatchObject({ state: 'succeeded', attempt: 2, result: { epochs: 12 } });
    const versions = await http.call<{ models: { trainingJob: string }[] }>('GET', '/v1/models');
    expect(versions.body.models.map(({ trainingJob }) => trainingJob)).toEqual([next]);
  });
});
