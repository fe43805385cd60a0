import { addSample, noDriftSums } from '@pneumo/models/monitoring';
import {
  type CommissionedSums,
  DriftReport,
  type DriftSums,
  type ModelVersion,
  SCHEMA_VERSION,
} from '@pneumo/shared/contracts';
import { createCountWriter, objectKeys } from '@pneumo/shared/runtime';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDriftReports } from '../src/drift/drift-reports.ts';
import { createTestApp, type TestApp } from './create-test-app.ts';
import { putVersion } from './samples.ts';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

const WORKSPACE = 'default';
const DAY_MS = 24 * 3_600_000;
const daysAgo = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString();

/** Fixed draws: a hash of the seed and the number, spread over 0 to 1. */
const uniform = (seed: number, index: number): number => {
  const x = Math.sin(seed * 127.1 + index * 311.7) * 43_758.5453;
  return x - Math.floor(x);
};

interface Stream {
  readonly version: string;
  readonly seed: number;
  readonly count: number;
  readonly at?: string;
  /** Added to the logit of each score. */
  readonly shift?: number;
  readonly abstention?: number;
}

const sample = ({ seed, shift = 0, abstention = 0.02 }: Stream, index: number) => {
  const score = 1 / (1 + Math.exp(-(8 * uniform(seed, 3 * index) - 4 + shift)));
  return {
    score,
    positive: score >= 0.5,
    abstained: uniform(seed, 3 * index + 1) < abstention,
    brightness: 100 + 40 * uniform(seed, 3 * index + 2),
    sizePixels: 1024 * 800,
  };
};

/** Counts predictions as several inferencers do, each of which ends in order. */
const stream = async (what: Stream): Promise<void> => {
  const { version, count, at = daysAgo(0) } = what;
  const writers = Array.from({ length: 3 }, () =>
    createCountWriter({ store: test.runtime.store, logger: test.runtime.logger, empty: noDriftSums }),
  );
  for (let index = 0; index < count; index += 1) {
    writers[index % 3]!.add(objectKeys.driftCounts(WORKSPACE, version), at, (sums) =>
      addSample(sums, sample(what, index)),
    );
  }
  await Promise.all(writers.map((writer) => writer.close()));
};

const report = async (version: string, query = ''): Promise<DriftReport> => {
  const answer = await test.app.inject({ method: 'GET', url: `/v1/models/${version}/drift${query}` });
  expect(answer.statusCode).toBe(200);
  const found = answer.json<DriftReport>();
  expect(Value.Errors(DriftReport, found)).toEqual([]);
  return found;
};

describe('the drift of a version', () => {
  it('is not told before there are a baseline and enough to compare with it', async () => {
    await putVersion(test.runtime, test.principal, 'young');
    expect(await report('young')).toMatchObject({
      alarm: { state: 'collecting', raised: false, because: [] },
      baseline: null,
      collected: { predictions: 0, needed: 500 },
    });
    await stream({ version: 'young', seed: 1, count: 300 });
    expect(await report('young')).toMatchObject({ baseline: null, collected: { predictions: 300, needed: 500 } });
    await stream({ version: 'young', seed: 2, count: 200 });
    expect(await report('young')).toMatchObject({
      alarm: { state: 'collecting' },
      baseline: { from: 'first-predictions', images: 500 },
      collected: { predictions: 0, needed: 200 },
      figures: [],
    });
    const unknown = await test.app.inject({ method: 'GET', url: '/v1/models/none/drift' });
    expect(unknown.json()).toMatchObject({ status: 404, code: 'version_not_found' });
  });

  it.each([11, 12, 13])(
    'is not found in a stream like the first 500 (seed %i), and found in a shifted one',
    async (seed) => {
      const [same, shifted] = [`same-${seed}`, `shifted-${seed}`];
      for (const version of [same, shifted]) {
        await putVersion(test.runtime, test.principal, version);
        await stream({ version, seed, count: 500, at: daysAgo(3) });
      }
      await stream({ version: same, seed: seed + 100, count: 400 });
      await stream({ version: shifted, seed: seed + 100, count: 400, shift: 2.5, abstention: 0.25 });
      const quiet = await report(same);
      expect(quiet).toMatchObject({
        alarm: { state: 'watching', raised: false, because: [] },
        baseline: { from: 'first-predictions', images: 500 },
        window: { days: 7, predictions: 400 },
      });
      const loud = await report(shifted);
      expect(loud.alarm).toMatchObject({ state: 'watching', raised: true });
      const score = loud.figures.find(({ figure }) => figure === 'score')!;
      expect(score.psi).toBeGreaterThan(0.25);
      expect(score.psi).toBeGreaterThan(score.floor);
      expect(loud.figures.find(({ figure }) => figure === 'brightness')!.drifted).toBe(false);
      expect(loud.shares.filter(({ drifted }) => drifted).map(({ share }) => share)).toEqual([
        'abstention',
        'positives',
      ]);
      expect(loud.alarm.because.join(' ')).toMatch(/scores.*abstention rate.*positives/);
    },
  );

  it('keeps its baseline, whatever comes later, and on every replica', async () => {
    const version = 'fixed';
    await putVersion(test.runtime, test.principal, version);
    await stream({ version, seed: 21, count: 550, at: daysAgo(9) });
    const replicas = [1, 2, 3].map(() => createDriftReports(test.runtime));
    const first = await Promise.all(replicas.map((each) => each.report(test.principal, version)));
    expect(new Set(first.map(({ baseline }) => JSON.stringify(baseline))).size).toBe(1);
    await stream({ version, seed: 22, count: 600, at: daysAgo(20) });
    await stream({ version, seed: 23, count: 100 });
    expect((await report(version)).baseline).toEqual(first[0]!.baseline);
  });

  it('looks at the last seven days, further back while they hold fewer than 500, or at as many as are asked for', async () => {
    const version = 'windows';
    await putVersion(test.runtime, test.principal, version);
    await stream({ version, seed: 31, count: 510, at: daysAgo(60) });
    expect((await report(version)).baseline?.images).toBeGreaterThanOrEqual(500);
    for (const days of [30, 20, 10, 2]) await stream({ version, seed: days, count: 240, at: daysAgo(days) });
    expect((await report(version)).window).toMatchObject({ days: 21, predictions: 720 });
    expect((await report(version, '?days=3')).window).toMatchObject({ days: 3, predictions: 240 });
    expect((await report(version, '?days=15')).window).toMatchObject({ days: 15, predictions: 480 });
    const refused = await test.app.inject({ method: 'GET', url: `/v1/models/${version}/drift?days=0` });
    expect(refused.statusCode).toBe(400);
  });

  it('is told from the commissioning in force, where there is one', async () => {
    const version = 'commissioned';
    await putVersion(test.runtime, test.principal, version);
    await stream({ version, seed: 41, count: 500, shift: 2.5, at: daysAgo(2) });
    await stream({ version, seed: 42, count: 300, shift: 2.5 });
    expect((await report(version)).alarm.raised).toBe(false);
    const { store, jobs } = test.runtime;
    const commissioning = jobs.newJobId();
    const sums: DriftSums = noDriftSums();
    for (let index = 0; index < 400; index += 1) {
      addSample(sums, { ...sample({ version, seed: 43, count: 0 }, index), abstained: undefined });
    }
    const stored: CommissionedSums = { schemaVersion: SCHEMA_VERSION, commissioning, version, sums };
    await store.putJson(objectKeys.commissioningDrift(WORKSPACE, commissioning), stored);
    await store.putJson(objectKeys.commissioned(WORKSPACE, version), {
      schemaVersion: SCHEMA_VERSION,
      version,
      points: [{ commissioning }],
    });
    const now = await report(version);
    expect(now.baseline).toEqual({ from: 'commissioning', commissioning, images: 400 });
    // All of the stream is compared now, and it is not what the site was commissioned on.
    expect(now.window.predictions).toBe(800);
    expect(now.alarm).toMatchObject({ state: 'watching', raised: true });
    expect(now.shares[0]).toMatchObject({ share: 'abstention', baseline: { value: null }, drifted: false });
  });

  it('stands in the detail of the version, and of champions in the metrics', async () => {
    await test.runtime.registry.moveAlias(test.principal, 'champion', {
      version: 'shifted-11',
      reason: 'test',
      expected: 'any',
    });
    const detail = await test.app.inject({ method: 'GET', url: '/v1/models/shifted-11' });
    expect(detail.json<ModelVersion>().drift).toMatchObject({ state: 'watching', raised: true });
    const { body } = await test.app.inject({ method: 'GET', url: '/metrics' });
    const labels = 'workspace="default",version="shifted-11"';
    expect(body).toContain(`pneumo_drift_alarm{${labels}} 1`);
    for (const figure of ['score', 'brightness', 'size']) {
      expect(body).toMatch(new RegExp(`pneumo_drift_psi\\{${labels},figure="${figure}"\\} \\d`));
    }
    expect(body).toMatch(new RegExp(`pneumo_abstention_ratio\\{${labels}\\} 0\\.2`));
    expect(body).toContain('pneumo_shadow_backlog 0');
    expect(body).not.toContain('same-11');
  });
});
