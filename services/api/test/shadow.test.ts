import { addPair, noShadowSums } from '@pneumo/models/monitoring';
import { SCHEMA_VERSION, type ShadowAnswer, type ShadowPair, ShadowReport } from '@pneumo/shared/contracts';
import { createCountWriter, dayOf, objectKeys } from '@pneumo/shared/runtime';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from './create-test-app.ts';
import { putVersion } from './samples.ts';

const WORKSPACE = 'default';
const CHALLENGER = 'compact-next';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
  await putVersion(test.runtime, test.principal, CHALLENGER);
  await keepPairs();
});
afterAll(() => test.close());

type Outcome = ShadowAnswer['outcome'];
const answer = (version: string, outcome: Outcome): ShadowAnswer => ({
  version,
  outcome,
  probability: outcome === 'pneumonia' ? 0.9 : 0.2,
  threshold: 0.5,
  ...(outcome === 'abstained' ? { abstainedBecause: 'inverted' } : {}),
});

const kept: ShadowPair[] = [];

/** As the inferencer keeps them: 12 + 4 + 2 + 1 with the first champion on the 3rd and 4th, 6 with the second on the 5th. */
const keepPairs = async (): Promise<void> => {
  const { store, jobs, logger } = test.runtime;
  const writer = createCountWriter({ store, logger, empty: noShadowSums });
  const pairs: [count: number, day: string, champion: string, ours: Outcome, theirs: Outcome][] = [
    [12, '2026-03-03', 'compact-old', 'normal', 'normal'],
    [4, '2026-03-03', 'compact-old', 'pneumonia', 'pneumonia'],
    [2, '2026-03-04', 'compact-old', 'normal', 'pneumonia'],
    [1, '2026-03-04', 'compact-old', 'normal', 'abstained'],
    [3, '2026-03-05', 'compact-new', 'pneumonia', 'normal'],
    [3, '2026-03-05', 'compact-new', 'pneumonia', 'pneumonia'],
  ];
  for (const [count, day, champion, ours, theirs] of pairs) {
    for (let index = 0; index < count; index += 1) {
      const pair: ShadowPair = {
        schemaVersion: SCHEMA_VERSION,
        jobId: jobs.newJobId(),
        imageId: 'a'.repeat(64),
        answeredAt: `${day}T10:00:0${index % 10}.000Z`,
        champion: answer(champion, ours),
        challenger: answer(CHALLENGER, theirs),
      };
      if (ours !== theirs) {
        await store.putJson(
          objectKeys.shadowDiscordant(WORKSPACE, CHALLENGER, dayOf(pair.answeredAt), pair.jobId),
          pair,
        );
        kept.push(pair);
      }
      writer.add(objectKeys.shadowCounts(WORKSPACE, CHALLENGER, champion), pair.answeredAt, (sums) =>
        addPair(sums, pair),
      );
    }
  }
  await writer.close();
};

const report = async (query = ''): Promise<ShadowReport> => {
  const response = await test.app.inject({ method: 'GET', url: `/v1/models/${CHALLENGER}/shadow${query}` });
  expect(response.statusCode).toBe(200);
  const found = response.json<ShadowReport>();
  expect(Value.Errors(ShadowReport, found)).toEqual([]);
  return found;
};

describe('what a challenger said', () => {
  it('is told by champion, newest first, and is what a count by hand gives', async () => {
    const { champions } = await report();
    expect(champions.map(({ version, pairs }) => [version, pairs])).toEqual([
      ['compact-new', 6],
      ['compact-old', 19],
    ]);
    const [, old] = champions;
    expect(old).toMatchObject({
      since: '2026-03-03T10:00:00.000Z',
      until: '2026-03-04T10:00:01.000Z',
      bothAnswered: 18,
      table: [
        [12, 2, 1],
        [0, 4, 0],
        [0, 0, 0],
      ],
    });
    expect(old!.agreement.value).toBeCloseTo(16 / 19, 12);
    expect(old!.agreementWhereAnswered.value).toBeCloseTo(16 / 18, 12);
    // Chance: (14 x 12 + 4 x 6) / 18^2.
    const byChance = (14 * 12 + 4 * 6) / 324;
    expect(old!.kappa.value).toBeCloseTo((16 / 18 - byChance) / (1 - byChance), 12);
    expect(old!.kappa.low!).toBeLessThan(old!.kappa.value!);
    // Two pairs moved from .2 to .9.
    expect(old!.scores.meanDifference.value).toBeCloseTo((2 * 0.7) / 19, 12);
  });

  it('lists the cases that differ, newest first, page by page, each of them once', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await report(`?limit=2${cursor === undefined ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.discordant.cases.map(({ jobId }) => jobId));
      expect(page.discordant.cases.length).toBeLessThanOrEqual(2);
      cursor = page.discordant.next;
      pages += 1;
    } while (cursor !== undefined && pages < 10);
    const newestFirst = [...kept].sort(
      (a, b) => dayOf(b.answeredAt).localeCompare(dayOf(a.answeredAt)) || b.jobId.localeCompare(a.jobId),
    );
    expect(seen).toEqual(newestFirst.map(({ jobId }) => jobId));
    const [first] = (await report('?limit=1')).discordant.cases;
    expect(first).toMatchObject({
      champion: { version: 'compact-new', outcome: 'pneumonia', probability: 0.9 },
      challenger: { version: CHALLENGER, outcome: 'normal', probability: 0.2 },
      links: { job: `/v1/jobs/${first!.jobId}` },
    });
  });

  it('can be told from a day on', async () => {
    const { champions, discordant, since } = await report('?since=2026-03-04');
    expect(since).toBe('2026-03-04');
    expect(champions.map(({ version, pairs }) => [version, pairs])).toEqual([
      ['compact-new', 6],
      ['compact-old', 3],
    ]);
    expect(discordant.cases).toHaveLength(6);
    expect((await report('?since=2026-03-05')).discordant.cases).toHaveLength(3);
  });

  it('is nothing of a version that shadowed nobody, and a problem of one that is not there', async () => {
    await putVersion(test.runtime, test.principal, 'compact-quiet');
    const quiet = await test.app.inject({ method: 'GET', url: '/v1/models/compact-quiet/shadow' });
    expect(quiet.json()).toMatchObject({ champions: [], discordant: { cases: [] } });
    const none = await test.app.inject({ method: 'GET', url: '/v1/models/none/shadow' });
    expect(none.json()).toMatchObject({ status: 404, code: 'version_not_found' });
    const bad = await test.app.inject({ method: 'GET', url: `/v1/models/${CHALLENGER}/shadow?since=yesterday` });
    expect(bad.statusCode).toBe(400);
  });
});
