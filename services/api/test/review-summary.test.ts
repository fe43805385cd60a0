import { DISCLAIMER, type JobResource, type Problem, type ReviewQueue, ReviewSummary } from '@pneumo/shared/contracts';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReviewBench, type ReviewBench } from './create-review-bench.ts';

let bench: ReviewBench;
let ann: string;
let ben: string;

/** outcome, what Ann says blinded, what Ben says having seen the answer, version. */
const READ = [
  ['pneumonia', 'pneumonia', undefined, 'compact-1'],
  ['pneumonia', 'pneumonia', 'pneumonia', 'compact-1'],
  ['pneumonia', 'normal', 'normal', 'compact-1'],
  ['normal', 'normal', 'normal', 'compact-1'],
  ['normal', 'pneumonia', 'normal', 'compact-1'],
  ['normal', 'unsure', 'normal', 'compact-1'],
  ['abstained', 'normal', 'normal', 'compact-1'],
  ['normal', 'pneumonia', 'pneumonia', 'compact-2'],
] as const;

const post = (who: string, job: string, payload: object) => bench.ask(who, 'POST', `/v1/jobs/${job}/review`, payload);
const summary = async (query = '') =>
  (await bench.ask('ann', 'GET', `/v1/reviews/summary${query}`)).json<ReviewSummary>();

beforeAll(async () => {
  bench = await createReviewBench();
  ann = await bench.addKey('ann', ['review']);
  ben = await bench.addKey('ben', ['review']);
  await bench.addKey('predict', ['predict']);
  await bench.addKey('train', ['train']);
  await bench.addKey('stranger', ['admin'], 'elsewhere');
  const made: { job: string; row: (typeof READ)[number] }[] = [];
  for (const [i, row] of READ.entries()) {
    // The first two are one patient's.
    const patient = String(Math.max(1, i)).padStart(64, '0');
    const { job } = await bench.predicted({ outcome: row[0], version: row[3], patient });
    made.push({ job, row });
  }
  const { items } = (await bench.ask('ann', 'GET', '/v1/reviews/queue?limit=50')).json<ReviewQueue>();
  for (const { job, row } of made) {
    const { assignment } = items.find((item) => item.job === job)!;
    await post('ann', job, { label: row[1], aiSeen: false, assignment });
    if (row[2] !== undefined) await post('ben', job, { label: row[2], aiSeen: true });
  }
  // Taken back: it counts nowhere.
  const { job } = await bench.predicted();
  await post('ben', job, { label: 'normal', aiSeen: true });
  await bench.ask('ben', 'DELETE', `/v1/jobs/${job}/review`);
});
afterAll(() => bench.close());

describe('the summary', () => {
  it('counts as a hand does', async () => {
    const told = await summary();
    expect(Value.Errors(ReviewSummary, told)).toEqual([]);
    expect(told).toMatchObject({
      filter: { version: null, since: null, until: null, aiSeen: null },
      images: 8,
      reviews: 15,
      readers: 2,
      removed: 1,
      byLabel: { pneumonia: 6, normal: 8, unsure: 1, unusable: 0 },
      byState: { single: 1, agreed: 5, disputed: 2, awaiting_second: 0 },
      byBlinding: { assigned: 8, claimed: 0, none: 7 },
      disclaimer: DISCLAIMER,
    });
    expect(told.sampling.map(({ origin, reviews }) => [origin, reviews])).toEqual([
      ['random', 8],
      ['own-choice', 7],
    ]);
  });

  it('tells blinded readers from those who saw the answer, with the sample beside each figure', async () => {
    const { agreement, readerPairs } = await summary();
    // Ann and the AI both decide on 6 images, of which two are one patient's, and say the same of 3.
    expect(agreement.blinded).toMatchObject({ reviews: 6, images: 6, patients: 5, agree: 3, share: { value: 0.5 } });
    expect(agreement.blinded.sample).toContain('6 of 6 drawn at random');
    // Table of Ann (rows) by AI: pneumonia 2 and 2, normal 1 and 1: no better than chance.
    expect(agreement.blinded.kappa.value).toBeCloseTo(0, 10);
    expect(agreement.unblinded).toMatchObject({ reviews: 6, agree: 4 });
    expect(agreement.unblinded.share.value).toBeCloseTo(4 / 6, 10);
    expect(agreement.unblinded.sample).toContain('chosen by the reader');
    expect(agreement.claimed).toMatchObject({ reviews: 0, share: { value: null }, sample: 'No readings.' });
    // Both decide on 6: they differ on one. Ann pneumonia 3, Ben pneumonia 2: chance agrees on half.
    expect(readerPairs).toHaveLength(1);
    expect(readerPairs[0]).toMatchObject({ readers: [ann, ben].sort(), images: 6, agree: 5 });
    expect(readerPairs[0]!.kappa.value).toBeCloseTo((5 / 6 - 1 / 2) / (1 - 1 / 2), 10);
  });

  it('judges each version on labels that two agree on, and on what was drawn at random', async () => {
    const { versions } = await summary();
    expect(versions.map(({ version }) => version)).toEqual(['compact-1', 'compact-2']);
    const [{ onAgreed, onRandom }] = versions as [(typeof versions)[0], (typeof versions)[1]];
    expect(onAgreed).toMatchObject({
      images: 3,
      pneumonia: 1,
      normal: 2,
      truePositives: 1,
      falsePositives: 1,
      trueNegatives: 1,
      falseNegatives: 0,
      abstained: 1,
    });
    expect(onAgreed.sensitivity.value).toBe(1);
    // Of one patient: Wilson's interval, not certainty.
    expect(onAgreed.sensitivity.low).toBeCloseTo(0.2065, 3);
    expect(onAgreed.specificity.value).toBe(0.5);
    // Besides, the image that Ann alone read and found as the AI did.
    expect(onRandom).toMatchObject({ images: 4, truePositives: 2, patients: 3 });
    expect(onRandom.sample).toContain('2 images that differ or are unsure still wait');
    expect(onRandom.sample).toContain('drawn at random');
    expect(versions[1]!.onAgreed).toMatchObject({ images: 1, falseNegatives: 1, sensitivity: { value: 0 } });
  });

  it('keeps to a version, a time, and what was seen', async () => {
    expect(await summary('?version=compact-2')).toMatchObject({ images: 1, reviews: 2, removed: 0 });
    expect(await summary('?aiSeen=false')).toMatchObject({
      reviews: 8,
      readers: 1,
      agreement: { unblinded: { reviews: 0 } },
    });
    expect(await summary('?since=2999-01-01')).toMatchObject({ images: 0, reviews: 0, versions: [] });
    expect(await summary('?until=2000-01-01T00:00:00%2B02:00')).toMatchObject({
      reviews: 0,
      filter: { until: '1999-12-31T22:00:00.000Z' },
    });
    const wrong = await bench.ask('ann', 'GET', '/v1/reviews/summary?since=yesterday');
    expect(wrong.json<Problem>()).toMatchObject({ status: 400, code: 'validation_failed' });
    expect((await bench.ask('predict', 'GET', '/v1/reviews/summary')).statusCode).toBe(403);
    expect((await bench.ask('stranger', 'GET', '/v1/reviews/summary')).json<ReviewSummary>().reviews).toBe(0);
  });
});

describe('a data set of reviewed images', () => {
  const ask = (payload: object) => bench.ask('train', 'POST', '/v1/datasets', payload);

  it('is asked for in short or in full; the time up to which reviews count is fixed when it is asked', async () => {
    const before = new Date().toISOString();
    const short = (await ask({ fromReviews: true })).json<JobResource>();
    expect(short).toMatchObject({
      kind: 'dataset-import',
      state: 'queued',
      input: { name: 'Reviewed images', source: { type: 'reviews', labels: 'agreed', minReaders: 2 } },
    });
    const { until } = (short.input as { source: { until: string } }).source;
    expect(until >= before && until <= new Date().toISOString()).toBe(true);
    const full = {
      name: 'Ward 7',
      since: '2026-01-02',
      until: '2026-01-03T00:00:00Z',
      labels: 'single',
    };
    expect((await ask({ fromReviews: full, seed: 3 })).json<JobResource>().input).toEqual({
      name: 'Ward 7',
      classes: {},
      seed: 3,
      source: {
        type: 'reviews',
        since: '2026-01-02T00:00:00.000Z',
        until: '2026-01-03T00:00:00.000Z',
        labels: 'single',
        minReaders: 1,
      },
    });
  });

  it.each([
    [{ fromReviews: false }],
    [{ fromReviews: { labels: 'any' } }],
    [{ fromReviews: { since: 'yesterday' } }],
    [{ fromReviews: true, inbox: 'x' }],
  ])('is refused for %j', async (payload) => {
    expect((await ask(payload)).json<Problem>()).toMatchObject({ status: 400, code: 'validation_failed' });
  });
});
