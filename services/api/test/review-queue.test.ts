import { type Problem, type Review, ReviewQueue, SCHEMA_VERSION, TRAINED_ON_DRAWINGS } from '@pneumo/shared/contracts';
import { objectKeys } from '@pneumo/shared/runtime';
import { Value } from 'typebox/value';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createReviewBench, type ReviewBench } from './create-review-bench.ts';
import { putVersion } from './samples.ts';

let bench: ReviewBench;
let ann: string;
const start = async (openWithoutKeys = false): Promise<void> => {
  bench = await createReviewBench({ openWithoutKeys });
  if (openWithoutKeys) return;
  ann = await bench.addKey('ann', ['review', 'predict']);
  await bench.addKey('ben', ['review']);
  await bench.addKey('cleo', ['review']);
  await bench.addKey('stranger', ['admin'], 'elsewhere');
};
beforeEach(() => start());
afterEach(() => bench.close());

const queue = async (who: string, query = '') =>
  (await bench.ask(who, 'GET', `/v1/reviews/queue${query}`)).json<ReviewQueue>();
const jobsOf = ({ items }: ReviewQueue) => items.map(({ job }) => job);
const post = async (who: string, job: string, payload: object) =>
  (await bench.ask(who, 'POST', `/v1/jobs/${job}/review`, payload)).json<Review>();
const readBlinded = async (who: string, item: ReviewQueue['items'][number], label: string) =>
  post(who, item.job, { label, aiSeen: false, assignment: item.assignment });

/** Every name and every value below a value. */
const everything = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [String(value)];
  return Object.entries(value).flatMap(([name, item]) => [name, ...everything(item)]);
};

describe('the blinded queue', () => {
  it('tells nothing of the answers, whatever it draws by', async () => {
    const outcomes = ['pneumonia', 'normal', 'abstained'] as const;
    for (const [i, outcome] of outcomes.entries()) await bench.predicted({ outcome, probability: 0.123 + i / 4 });
    for (const sampling of ['random', 'near_threshold', 'discordant']) {
      const answer = await bench.ask('ann', 'GET', `/v1/reviews/queue?sampling=${sampling}`);
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(Value.Errors(ReviewQueue, answer.json())).toEqual([]);
      for (const item of answer.json<ReviewQueue>().items) {
        expect(Object.keys(item).sort()).toEqual(['assignedAt', 'assignment', 'imageId', 'job', 'links']);
        expect(Object.keys(item.links).sort()).toEqual(['image', 'review']);
      }
      const told = everything(answer.json<ReviewQueue>().items).join(' ');
      for (const leak of [...outcomes, 'probability', 'outcome', 'heatmap', 'version', '0.123', '0.373', '0.623']) {
        expect(told).not.toContain(leak);
      }
    }
    // A key that may only review gets the picture, and not the answer.
    const [item] = (await queue('ben')).items;
    expect((await bench.ask('ben', 'GET', item!.links['image']!)).headers['content-type']).toBe('image/png');
    expect((await bench.ask('ben', 'GET', `/v1/jobs/${item!.job}`)).json<Problem>().code).toBe('forbidden');
  });

  it('gives what this reader has not read, the same again until it is read, in an order of its own by seed', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => bench.predicted()));
    const all = await queue('ann');
    expect(jobsOf(all).sort()).toEqual(made.map(({ job }) => job).sort());
    expect(all.sampling).toMatchObject({ rule: 'random', candidates: 8 });
    expect(all.sampling.inWords).toContain('at random');
    expect(await queue('ann')).toEqual(all);
    const other = await queue('ann', '?seed=other');
    expect(jobsOf(other).sort()).toEqual(jobsOf(all).sort());
    expect(jobsOf(other)).not.toEqual(jobsOf(all));

    const [read, ...left] = all.items;
    expect(await readBlinded('ann', read!, 'normal')).toMatchObject({ aiSeen: false, blinding: 'assigned' });
    expect(jobsOf(await queue('ann'))).toEqual(left.map(({ job }) => job));
    expect(jobsOf(await queue('ann', '?limit=3'))).toEqual(left.slice(0, 3).map(({ job }) => job));
    // Another reader reads it, too.
    expect(jobsOf(await queue('ben'))).toContain(read!.job);
    expect((await queue('stranger')).items).toEqual([]);
  });

  it('offers no drawings, by whatever rule', async () => {
    await bench.predicted({ probability: 0.5, warnings: [{ code: TRAINED_ON_DRAWINGS, message: 'drawings only' }] });
    const film = await bench.predicted();
    for (const sampling of ['random', 'near_threshold']) {
      expect(jobsOf(await queue('ann', `?sampling=${sampling}`))).toEqual([film.job]);
    }
  });

  it('counts a review as blinded only with an assignment of the same reader and job', async () => {
    const [one, two] = [await bench.predicted(), await bench.predicted()];
    const items = new Map((await queue('ann')).items.map((item) => [item.job, item]));
    const stolen = { label: 'normal', aiSeen: false, assignment: items.get(one.job)!.assignment };
    for (const [who, job] of [
      ['ben', one.job],
      ['ann', two.job],
    ] as const) {
      const answer = await bench.ask(who, 'POST', `/v1/jobs/${job}/review`, stolen);
      expect(answer.json<Problem>()).toMatchObject({ status: 404, code: 'assignment_not_found' });
    }
    expect((await post('ann', one.job, stolen)).blinding).toBe('assigned');
    expect((await post('ann', two.job, { label: 'normal', aiSeen: false })).blinding).toBe('claimed');
    // Who says that the answer was seen elsewhere is believed.
    const told = { label: 'normal', aiSeen: true, assignment: items.get(two.job)!.assignment };
    expect(await post('ann', two.job, told)).toMatchObject({ aiSeen: true, blinding: 'none' });
  });

  it.each([
    ['the job', (job: string) => `/v1/jobs/${job}`],
    ['a list of jobs', () => '/v1/jobs'],
    ['its reviews', (job: string) => `/v1/jobs/${job}/reviews`],
    ['its events', (job: string) => `/v1/events?jobs=${job}`],
  ])('does not count as blinded who looked at %s after the image was given out', async (_name, look) => {
    await bench.predicted();
    const [item] = (await queue('ann')).items;
    expect((await bench.ask('ann', 'GET', look(item!.job))).statusCode).toBe(200);
    expect(await readBlinded('ann', item!, 'normal')).toMatchObject({ aiSeen: true, blinding: 'none' });
    // Another key has seen nothing.
    const [bens] = (await queue('ben')).items;
    expect(await readBlinded('ben', bens!, 'normal')).toMatchObject({ aiSeen: false, blinding: 'assigned' });
  });

  it('does not give out what the key has been shown before, and a correction after a look is not blinded', async () => {
    const [shown, hidden] = [await bench.predicted(), await bench.predicted()];
    await bench.ask('ann', 'GET', `/v1/jobs/${shown.job}`);
    expect(jobsOf(await queue('ann'))).toEqual([hidden.job]);
    const [item] = (await queue('ann')).items;
    expect((await readBlinded('ann', item!, 'normal')).blinding).toBe('assigned');
    await bench.ask('ann', 'GET', `/v1/jobs/${hidden.job}`);
    expect(await readBlinded('ann', item!, 'pneumonia')).toMatchObject({ revision: 2, aiSeen: true, blinding: 'none' });
  });

  it('draws those nearest to the threshold, abstentions aside, when asked to', async () => {
    await bench.predicted({ outcome: 'abstained', probability: 0.5 });
    await bench.predicted({ probability: 0.99 });
    const near = [await bench.predicted({ probability: 0.55 }), await bench.predicted({ probability: 0.45 })];
    await bench.predicted({ probability: 0.01 });
    const drawn = await queue('ann', '?sampling=near_threshold&limit=2');
    expect(jobsOf(drawn).sort()).toEqual(near.map(({ job }) => job).sort());
    expect(drawn.sampling).toMatchObject({ rule: 'near_threshold', candidates: 5 });
  });

  it('draws those on which champion and challenger differ when asked to', async () => {
    await bench.predicted();
    const { job, imageId } = await bench.predicted();
    expect((await queue('ann', '?sampling=discordant')).items).toEqual([]);
    await putVersion(bench.runtime, bench.principal, 'compact-2');
    const move = { version: 'compact-2', reason: 'test', expected: 'any' } as const;
    await bench.runtime.registry.moveAlias(bench.principal, 'challenger', move);
    const key = objectKeys.shadowDiscordant('default', 'compact-2', '2026-01-01', job);
    await bench.runtime.store.putJson(key, { schemaVersion: SCHEMA_VERSION, jobId: job, imageId });
    expect(jobsOf(await queue('ann', '?sampling=discordant'))).toEqual([job]);
  });
});

describe('the second stage', () => {
  it('gives another reader what a first one differs on or is unsure of, until two agree', async () => {
    const made = new Map<string, string>();
    for (const label of ['pneumonia', 'normal', 'unsure', 'unusable']) {
      made.set(label, (await bench.predicted({ outcome: 'pneumonia' })).job);
    }
    const items = new Map((await queue('ann')).items.map((item) => [item.job, item]));
    for (const [label, job] of made) await readBlinded('ann', items.get(job)!, label);

    const second = await queue('ben', '?stage=second');
    expect(jobsOf(second).sort()).toEqual([made.get('normal')!, made.get('unsure')!].sort());
    expect(second).toMatchObject({ stage: 'second', sampling: { rule: 'disagreements', candidates: 2 } });
    // Never the first reader again.
    expect((await queue('ann', '?stage=second')).items).toEqual([]);

    for (const item of second.items) await readBlinded('ben', item, 'normal');
    // One of them said the same as the first reader; the other case has one opinion only.
    expect(jobsOf(await queue('cleo', '?stage=second'))).toEqual([made.get('unsure')!]);
    const [third] = (await queue('cleo', '?stage=second')).items;
    await readBlinded('cleo', third!, 'normal');
    await bench.addKey('dan', ['review']);
    expect((await queue('dan', '?stage=second')).items).toEqual([]);
  });
});

describe('where no keys are in use', () => {
  it('readers go by names of their own, and a look at the answer counts for all that were given the image', async () => {
    await bench.close();
    await start(true);
    const { job } = await bench.predicted();
    // Before it was given out, a look tells nothing of who looked.
    await bench.ask('', 'GET', `/v1/jobs/${job}`);
    const [anns] = (await queue('', '?reader=ann')).items;
    const bens = (await queue('', '?reader=ben')).items[0];
    const read = (reader: string, assignment: string) =>
      post('', job, { label: 'normal', aiSeen: false, reader, assignment });
    expect(await read('ann', anns!.assignment)).toMatchObject({ reader: 'ann', blinding: 'assigned' });
    await bench.ask('', 'GET', `/v1/jobs/${job}`);
    expect(await read('ben', bens!.assignment)).toMatchObject({ reader: 'ben', aiSeen: true, blinding: 'none' });
    expect((await post('', job, { label: 'normal', aiSeen: true })).reader).toBe('local');
  });

  it('with keys the key is the reader', async () => {
    const answer = await bench.ask('ann', 'GET', '/v1/reviews/queue?reader=somebody');
    expect(answer.json<Problem>()).toMatchObject({ status: 400, code: 'validation_failed' });
    expect((await queue('ann', `?reader=${ann}`)).reader).toBe(ann);
  });
});
