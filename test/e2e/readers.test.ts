import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  ClassLabel,
  DatasetDetail,
  DatasetImportResult,
  JobResource,
  ModelVersion,
  PredictionResult,
  Problem,
  Review,
  ReviewQueue,
  ReviewSummary,
  Scope,
  TrainingResult,
} from '../../packages/shared/src/contracts/index.ts';
import { createApiKeys, createObjectStore } from '../../packages/shared/src/runtime/index.ts';
import { phantomJpeg } from './archives.ts';
import { createHttp, type Http } from './http.ts';
import { startTestStack, type TestStack } from './test-stack.ts';

const STARTER = resolve(import.meta.dirname, '../../packages/models/starter');
const IMAGES = 30;

let stack: TestStack;
let folder: string;
let admin: Http;
let ann: Http;
let ben: Http;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pneumo-readers-'));
  const keyFile = join(folder, 'admin.key');
  stack = await startTestStack({ env: { PNEUMO_STARTER_DIR: STARTER, PNEUMO_ADMIN_KEY_FILE: keyFile } });
  admin = createHttp(stack.url, (await readFile(keyFile, 'utf8')).trim());
  const store = createObjectStore(stack.s3);
  const addReader = async (name: string, scopes: readonly Scope[]): Promise<Http> =>
    createHttp(stack.url, (await createApiKeys(store).create({ workspace: 'default', scopes, name })).key);
  [ann, ben] = [await addReader('ann', ['review']), await addReader('ben', ['review', 'predict'])];
  store.close();
});
afterAll(async () => {
  await stack.close();
  await rm(folder, { recursive: true, force: true });
});

const queueOf = async (reader: Http, stage: string): Promise<ReviewQueue> =>
  (await reader.call<ReviewQueue>('GET', `/v1/reviews/queue?limit=50&stage=${stage}`)).body;

describe('two readers with keys of their own, on real processes', () => {
  it('read blinded what the AI has answered, and what they agree on is trained on', { timeout: 180_000 }, async () => {
    // What each phantom was drawn as, which is what a good reader sees.
    const drawnAs = new Map<string, ClassLabel>();
    const answers = new Map<string, PredictionResult>();
    for (let seed = 0; seed < IMAGES; seed += 1) {
      const label = seed % 2 === 0 ? 'normal' : 'pneumonia';
      const { body } = await admin.postImage(await phantomJpeg(7_000 + seed, label), { abstain: 'false' });
      drawnAs.set(body.id, label);
      answers.set(body.id, (await admin.ended(body.id)).result as PredictionResult);
    }
    const read = async (reader: Http, { items }: ReviewQueue): Promise<Review[]> => {
      const reviews: Review[] = [];
      for (const { job, assignment, links } of items) {
        const picture = await reader.call('GET', links['image']!);
        expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
        const review = { label: drawnAs.get(job), aiSeen: false, assignment };
        reviews.push((await reader.call<Review>('POST', links['review']!, review)).body);
      }
      return reviews;
    };

    const first = await queueOf(ann, 'first');
    expect(first.items.map(({ job }) => job).sort()).toEqual([...drawnAs.keys()].sort());
    expect(JSON.stringify(first.items)).not.toMatch(/pneumonia|normal|probab|outcome|heatmap/);
    expect((await read(ann, first)).every(({ blinding }) => blinding === 'assigned')).toBe(true);
    expect((await ann.call<Problem>('GET', `/v1/jobs/${first.items[0]!.job}`)).body.code).toBe('forbidden');

    const differs = [...answers].filter(([job, { outcome }]) => outcome !== drawnAs.get(job)).map(([job]) => job);
    const second = await queueOf(ben, 'second');
    expect(second.items.map(({ job }) => job).sort()).toEqual(differs.sort());
    await read(ben, second);
    // Ben has a look at one answer, and reads the rest without.
    const rest = await queueOf(ben, 'first');
    expect(rest.items).toHaveLength(IMAGES - differs.length);
    await ben.call('GET', `/v1/jobs/${rest.items[0]!.job}`);
    const reviews = await read(ben, rest);
    expect(reviews.filter(({ aiSeen }) => aiSeen).map(({ job }) => job)).toEqual([rest.items[0]!.job]);

    const summary = (await admin.call<ReviewSummary>('GET', '/v1/reviews/summary')).body;
    expect(summary).toMatchObject({
      images: IMAGES,
      reviews: 2 * IMAGES,
      readers: 2,
      byState: { agreed: IMAGES },
      byBlinding: { assigned: 2 * IMAGES - 1, claimed: 0, none: 1 },
      readerPairs: [{ images: IMAGES, agree: IMAGES, kappa: { value: 1 } }],
    });
    expect(summary.versions.map(({ onAgreed }) => onAgreed.falsePositives + onAgreed.falseNegatives)).toEqual([
      differs.length,
    ]);

    const asked = await admin.call<JobResource>('POST', '/v1/datasets', {
      fromReviews: { name: 'read twice' },
      seed: 1,
    });
    expect(asked.status).toBe(202);
    const imported = await admin.ended(asked.body.id);
    expect(imported, stack.lines.join('\n')).toMatchObject({ state: 'succeeded' });
    const { dataset, warnings } = imported.result as DatasetImportResult;
    expect(warnings.join('\n')).toContain(`1 of ${IMAGES} labels rest on a reader who saw the AI's answer`);
    const { rows = [], audit } = (await admin.call<DatasetDetail>('GET', `/v1/datasets/${dataset}?rows=true`)).body;
    expect(audit?.labelsFrom).toBe('reviews');
    expect(rows.map(({ sourceName, label }) => [sourceName, label]).sort()).toEqual(
      [...drawnAs].map(([job, label]) => [`jobs/${job}`, label]).sort(),
    );

    const training = await admin.call<JobResource>('POST', '/v1/trainings', {
      dataset,
      architecture: 'compact',
      seed: 3,
      hyperparameters: { imageSize: 32, epochs: 1, batchSize: 8 },
    });
    const trained = await admin.ended(training.body.id);
    expect(trained, stack.lines.join('\n')).toMatchObject({ state: 'succeeded' });
    const { version } = trained.result as TrainingResult;
    const model = (await admin.call<ModelVersion>('GET', `/v1/models/${version}`)).body;
    expect(model.dataset).toMatchObject({ id: dataset, name: 'read twice' });
  });
});
