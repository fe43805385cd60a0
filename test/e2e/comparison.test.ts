import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  Alias,
  ComparisonInput,
  ComparisonResult,
  DatasetImportResult,
  JobResource,
  ModelVersion,
} from '../../packages/shared/src/contracts/index.ts';
import { testEnv } from '../setup/env.ts';
import { phantomArchive } from './archives.ts';
import { createHttp, type Http } from './http.ts';
import { startTestStack, type TestStack } from './test-stack.ts';

let stack: TestStack;
let http: Http;
let dataset: string;

const compare = async (request: Record<string, unknown>): Promise<JobResource> => {
  const { status, headers, body } = await http.call<JobResource>('POST', '/v1/comparisons', {
    dataset,
    architectures: ['cnn', 'compact'],
    hyperparameters: { imageSize: 32, epochs: 2, batchSize: 16 },
    ...request,
  });
  expect(status).toBe(202);
  expect(headers.get('location')).toBe(`/v1/jobs/${body.id}`);
  return body;
};

const championHistory = async (): Promise<Alias['history']> =>
  (await http.call<Alias>('GET', '/v1/models/aliases/champion')).body.history;

/** The page compares, too, and so do test/chaos/comparisons.test.ts, with processes killed, and services/inferencer/test/comparison.test.ts, with the gate. */
describe.skipIf(!testEnv.long)('a comparison, through HTTP, on real processes (needs PNEUMO_TEST_LONG=1)', () => {
  beforeAll(async () => {
    stack = await startTestStack();
    http = createHttp(stack.url);
    const { body } = await http.postArchive(await phantomArchive(120), 'phantoms');
    ({ dataset } = (await http.ended(body.id)).result as DatasetImportResult);
  });
  afterAll(() => stack.close());

  it('picks by validation AUC, promotes the first winner, and puts the next before the gate', {
    timeout: 240_000,
  }, async () => {
    const first = await compare({ seed: 3, promote: 'if-better' });
    const { trainings } = first.input as ComparisonInput;
    const seen = await http.until(first.id, ({ children }) => children?.[0]?.state === 'succeeded');
    expect(seen).toMatchObject({
      state: 'running',
      progress: { done: 1, total: 2, unit: 'trainings' },
      children: [{ id: trainings[0]!.job, version: expect.any(String), validationAuc: expect.any(Number) }, {}],
    });
    const ended = await http.ended(first.id);
    expect(ended, stack.lines.join('\n')).toMatchObject({ state: 'succeeded', attempt: 1 });
    const result = ended.result as ComparisonResult;
    const versions = await Promise.all(
      result.candidates.map(
        async ({ version }) => (await http.call<ModelVersion>('GET', `/v1/models/${version}`)).body,
      ),
    );
    expect(versions.map(({ architecture, trainingJob }) => [architecture, trainingJob])).toEqual(
      trainings.map(({ architecture, job }) => [architecture, job]),
    );
    const aucs = versions.map(({ validationAuc }) => validationAuc);
    expect(result.candidates.map(({ validationAuc }) => validationAuc?.value)).toEqual(aucs);
    expect(result.winner.validationAuc).toBe(Math.max(...aucs.map((auc) => auc!)));
    expect(result).toMatchObject({ gate: null, promotion: { alias: 'champion' } });
    expect(await championHistory()).toMatchObject([
      { version: result.winner.version, movedBy: `job:${first.id}`, reason: result.promotion.reason },
    ]);
    expect(result.promotion.reason).toMatch(/validation AUC.*There was no champion yet\.$/);

    const second = await http.ended((await compare({ seed: 4, promote: 'if-better' })).id);
    const judged = second.result as ComparisonResult;
    expect(judged.gate).toMatchObject({ champion: result.winner.version, images: expect.any(Number) });
    // Ten patients in the gate: it says so, and promotes nothing.
    expect(judged.promotion.alias).toBeNull();
    expect(judged.promotion.reason).toContain('Too few patients to tell');
    expect(await championHistory()).toHaveLength(1);
  });
});
