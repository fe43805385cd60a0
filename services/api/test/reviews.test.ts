import { JobReviews, type Problem, Review, type ReviewReading } from '@pneumo/shared/contracts';
import { objectKeys } from '@pneumo/shared/runtime';
import type { LightMyRequestResponse } from 'fastify';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReviewBench, type ReviewBench } from './create-review-bench.ts';

let bench: ReviewBench;
let ann: string;
let ben: string;
beforeAll(async () => {
  bench = await createReviewBench();
  ann = await bench.addKey('ann', ['review']);
  ben = await bench.addKey('ben', ['review']);
  await bench.addKey('predict', ['predict']);
  await bench.addKey('operator', ['operator']);
  await bench.addKey('stranger', ['admin'], 'elsewhere');
});
afterAll(() => bench.close());

const post = (who: string, job: string, payload: object) => bench.ask(who, 'POST', `/v1/jobs/${job}/review`, payload);
const reviewsOf = async (job: string, who = 'ann') =>
  (await bench.ask(who, 'GET', `/v1/jobs/${job}/reviews`)).json<JobReviews>();
const codeOf = (response: LightMyRequestResponse) => response.json<Problem>().code;

describe('a review', () => {
  it('is kept by its key, and a correction beside what it corrects', async () => {
    const { job } = await bench.predicted();
    const first = await post('ann', job, { label: 'normal', aiSeen: true, comment: 'hilum only' });
    expect(first.statusCode).toBe(200);
    expect(Value.Errors(Review, first.json())).toEqual([]);
    expect(first.json<Review>()).toMatchObject({
      job,
      reader: ann,
      revision: 1,
      aiSeen: true,
      blinding: 'none',
      agrees: false,
      comment: 'hilum only',
    });
    // Sent again, as after a lost answer, it is the same review.
    const again = await post('ann', job, { label: 'normal', aiSeen: true, comment: 'hilum only' });
    expect(again.json()).toEqual(first.json());
    const corrected = await post('ann', job, { label: 'pneumonia', aiSeen: true });
    expect(corrected.json<Review>()).toMatchObject({ revision: 2, label: 'pneumonia', agrees: true });

    const shown = await reviewsOf(job);
    expect(Value.Errors(JobReviews, shown)).toEqual([]);
    expect(shown).toMatchObject({ state: 'single', label: null });
    expect(shown.reviews.map(({ reader, revisions }) => [reader, revisions.map((each) => each.type)])).toEqual([
      [ann, ['reading', 'reading']],
    ]);
    expect((shown.reviews[0]!.revisions[0] as ReviewReading).label).toBe('normal');
  });

  it('of another key is another reader’s: two that say the same agree, two that do not are disputed', async () => {
    const { job } = await bench.predicted({ outcome: 'pneumonia' });
    await post('ann', job, { label: 'normal', aiSeen: true });
    expect((await reviewsOf(job)).state).toBe('awaiting_second');
    await post('ben', job, { label: 'normal', aiSeen: true });
    expect(await reviewsOf(job)).toMatchObject({ state: 'agreed', label: 'normal' });
    await post('ben', job, { label: 'pneumonia', aiSeen: true });
    expect(await reviewsOf(job)).toMatchObject({ state: 'disputed', label: null });
  });

  it('does not tell a reader who claims not to have seen it what the AI said', async () => {
    const { job } = await bench.predicted();
    const claimed = (await post('ann', job, { label: 'normal', aiSeen: false })).json<Review>();
    expect(claimed).toMatchObject({ aiSeen: false, blinding: 'claimed' });
    expect(claimed).not.toHaveProperty('agrees');
  });

  it('of many readers at the same moment loses none', async () => {
    const { job } = await bench.predicted();
    const names = Array.from({ length: 6 }, (_, i) => `reader-${i}`);
    for (const name of names) await bench.addKey(name, ['review']);
    const answers = await Promise.all(names.map((name) => post(name, job, { label: 'normal', aiSeen: true })));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(names.map(() => 200));
    expect((await reviewsOf(job)).reviews).toHaveLength(names.length);
  });

  it.each([
    ['an unknown label', { label: 'cancer', aiSeen: true }],
    ['no word on the AI’s answer', { label: 'normal' }],
    ['an agreement that is sent, not derived', { label: 'normal', aiSeen: true, agrees: true }],
    ['a long comment', { label: 'normal', aiSeen: true, comment: 'x'.repeat(1_001) }],
    ['a name beside the key', { label: 'normal', aiSeen: true, reader: 'somebody' }],
  ])('is refused with %s', async (_name, payload) => {
    const { job } = await bench.predicted();
    expect((await post('ann', job, payload)).json<Problem>()).toMatchObject({ status: 400, code: 'validation_failed' });
    expect((await reviewsOf(job)).reviews).toEqual([]);
  });

  it('is taken only of a prediction of the workspace that has succeeded, and from a key with the scope', async () => {
    const { job } = await bench.predicted();
    const review = { label: 'normal', aiSeen: true };
    const waiting = await bench.runtime.jobs.accept(bench.principal, {
      id: bench.runtime.jobs.newJobId(),
      kind: 'prediction',
      input: { imageId: 'a'.repeat(64), model: 'champion', explain: false, abstain: true, priority: 'routine' },
    });
    expect(codeOf(await post('ann', waiting.id, review))).toBe('job_not_reviewable');
    await bench.end(waiting.id, { state: 'failed', error: { code: 'internal_error', message: 'no' } });
    expect(codeOf(await post('ann', waiting.id, review))).toBe('job_not_reviewable');
    expect(codeOf(await post('ann', bench.runtime.jobs.newJobId(), review))).toBe('job_not_found');
    for (const call of [
      await post('stranger', job, review),
      await bench.ask('stranger', 'GET', `/v1/jobs/${job}/reviews`),
      await bench.ask('stranger', 'DELETE', `/v1/jobs/${job}/review`),
    ]) {
      expect(call.json<Problem>()).toMatchObject({ status: 404, code: 'job_not_found' });
    }
    expect(codeOf(await post('predict', job, review))).toBe('forbidden');
    expect((await reviewsOf(job)).reviews).toEqual([]);
  });
});

describe('a review that is taken back', () => {
  it('counts nowhere, stays in the history, and its comments are gone from the store', async () => {
    const { job } = await bench.predicted();
    await post('ann', job, { label: 'normal', aiSeen: true, comment: 'a name that slipped in' });
    await post('ann', job, { label: 'unsure', aiSeen: true });
    expect((await bench.ask('ann', 'DELETE', `/v1/jobs/${job}/review`)).statusCode).toBe(204);
    const { state, reviews } = await reviewsOf(job);
    expect(state).toBe('unread');
    expect(reviews[0]!.revisions.map(({ type }) => type)).toEqual(['reading', 'reading', 'removal']);
    const stored = await bench.runtime.store.get(objectKeys.reviewCase('default', job));
    expect(stored.bytes.toString()).not.toContain('slipped');
    expect(codeOf(await bench.ask('ann', 'DELETE', `/v1/jobs/${job}/review`))).toBe('review_not_found');
    // The reader may think again.
    expect((await post('ann', job, { label: 'normal', aiSeen: true })).json<Review>().revision).toBe(4);
  });

  it('is its reader’s, or an operator’s to take back', async () => {
    const { job } = await bench.predicted();
    await post('ann', job, { label: 'normal', aiSeen: true });
    expect(codeOf(await bench.ask('ben', 'DELETE', `/v1/jobs/${job}/review`))).toBe('review_not_found');
    expect(codeOf(await bench.ask('ben', 'DELETE', `/v1/jobs/${job}/review?reader=${ann}`))).toBe('forbidden');
    expect((await reviewsOf(job)).state).toBe('awaiting_second');
    expect((await bench.ask('operator', 'DELETE', `/v1/jobs/${job}/review?reader=${ann}`)).statusCode).toBe(204);
    expect((await reviewsOf(job)).state).toBe('unread');
    expect(ben).not.toBe(ann);
  });
});
