import {
  CommissioningDetail,
  type CommissioningFigures,
  type CommissioningList,
  type CommissioningReport,
  DISCLAIMER,
  type JobResource,
  type Problem,
  SCHEMA_VERSION,
} from '@pneumo/shared/contracts';
import { objectKeys } from '@pneumo/shared/runtime';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from './create-test-app.ts';
import { putDataset, putVersion } from './samples.ts';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
  await putVersion(test.runtime, test.principal, 'compact-1');
  await putDataset(test.runtime, test.principal, 'ds-site');
  await test.runtime.registry.moveAlias(test.principal, 'champion', {
    version: 'compact-1',
    reason: 'test',
    expected: 'any',
  });
});
afterAll(() => test.close());

const post = (path: string, payload: unknown, headers: Record<string, string> = {}) =>
  test.app.inject({
    method: 'POST',
    url: `/v1/commissionings${path}`,
    headers: { 'content-type': 'application/json', ...headers },
    payload: JSON.stringify(payload),
  });
const get = (path = '') => test.app.inject({ method: 'GET', url: `/v1/commissionings${path}` });

const ESTIMATE = { value: 0.9, low: 0.8, high: 0.95 };
const AT = { threshold: 0.3, sensitivity: ESTIMATE, specificity: ESTIMATE };
const FIGURES: CommissioningFigures = {
  images: 200,
  patients: 200,
  pneumonia: 100,
  normal: 100,
  auc: ESTIMATE,
  atVersionThreshold: AT,
  atSiteThreshold: AT,
  roc: null,
};

/** As its job would leave it. */
const putReport = async (change: Partial<CommissioningReport> = {}): Promise<CommissioningReport> => {
  const report: CommissioningReport = {
    schemaVersion: SCHEMA_VERSION,
    id: test.runtime.jobs.newJobId(),
    name: 'Ward 7',
    version: 'compact-1',
    modelSha256: 'a'.repeat(64),
    dataset: { id: 'ds-site', name: 'site', contentSha256: 'b'.repeat(64) },
    createdAt: new Date().toISOString(),
    prevalence: 0.1,
    calibratedAtPrevalence: 0.5,
    minSensitivity: 0.95,
    leftOut: { of: 200, sameImage: 0, samePatient: 0, nearDuplicate: 0 },
    imagesBySplit: { train: 200 },
    overall: FIGURES,
    groups: { ageBand: [], view: [{ value: 'PA', figures: FIGURES }], device: [] },
    calibration: { slope: 1, intercept: 0, error: 0.03, samplingFloor: 0.03 },
    patients: { found: { normal: 100, pneumonia: 100 }, needed: { normal: 62, pneumonia: 49 } },
    threshold: { value: 0.3, low: 0.2, high: 0.4, rule: 'made up', sensitivity: ESTIMATE, specificity: ESTIMATE },
    reason: 'enough patients',
    warnings: [],
    codeVersion: 'test',
    disclaimer: DISCLAIMER,
    ...change,
  };
  await test.runtime.store.putJson(objectKeys.commissioning('default', report.id), report);
  return report;
};

describe('asking for a commissioning', () => {
  it('makes a job for the version that is named, or that the alias names now', async () => {
    const byVersion = await post('', { version: 'compact-1', dataset: 'ds-site', prevalence: 0.07, name: 'Ward 7' });
    expect(byVersion.statusCode).toBe(202);
    const job = byVersion.json<JobResource>();
    expect(byVersion.headers['location']).toBe(`/v1/jobs/${job.id}`);
    expect(job).toMatchObject({
      kind: 'commissioning',
      state: 'queued',
      input: { version: 'compact-1', dataset: 'ds-site', prevalence: 0.07, minSensitivity: 0.95, name: 'Ward 7' },
    });
    const byAlias = await post('', { alias: 'champion', dataset: 'ds-site', minSensitivity: 0.9 });
    expect(byAlias.json<JobResource>().input).toEqual({
      version: 'compact-1',
      dataset: 'ds-site',
      prevalence: null,
      minSensitivity: 0.9,
      name: 'compact-1 on ds-site',
    });
    // Until its job has ended there is nothing to read.
    expect((await get(`/${job.id}`)).json<Problem>()).toMatchObject({ status: 404, code: 'commissioning_not_found' });
  });

  it('is repeated by its key', async () => {
    const headers = { 'idempotency-key': 'commission-once' };
    const [one, two] = [
      await post('', { version: 'compact-1', dataset: 'ds-site' }, headers),
      await post('', { version: 'compact-1', dataset: 'ds-site' }, headers),
    ];
    expect(two.json<JobResource>().id).toBe(one.json<JobResource>().id);
    const other = await post('', { alias: 'champion', dataset: 'ds-site' }, headers);
    expect(other.json<Problem>().code).toBe('idempotency_key_reused');
  });

  it.each([
    ['an unknown version', { version: 'none', dataset: 'ds-site' }, 404, 'version_not_found'],
    ['an unknown alias', { alias: 'none', dataset: 'ds-site' }, 404, 'alias_not_found'],
    ['an unknown data set', { version: 'compact-1', dataset: 'ds-none' }, 404, 'dataset_not_found'],
    ['neither version nor alias', { dataset: 'ds-site' }, 400, 'validation_failed'],
    ['both', { version: 'compact-1', alias: 'champion', dataset: 'ds-site' }, 400, 'validation_failed'],
    ['a certain prior', { version: 'compact-1', dataset: 'ds-site', prevalence: 1 }, 400, 'validation_failed'],
    ['a careless rule', { version: 'compact-1', dataset: 'ds-site', minSensitivity: 0.2 }, 400, 'validation_failed'],
    ['an unknown field', { version: 'compact-1', dataset: 'ds-site', threshold: 0.1 }, 400, 'validation_failed'],
  ])('refuses %s', async (_name, payload, status, code) => {
    expect((await post('', payload)).json<Problem>()).toMatchObject({ status, code });
  });
});

describe('a commissioning', () => {
  it('is shown whole by itself, and without curves and groups in the list', async () => {
    const report = await putReport({ name: 'Shown', createdAt: '2999-01-01T00:00:00.000Z' });
    const shown = (await get(`/${report.id}`)).json<CommissioningDetail>();
    expect(Value.Errors(CommissioningDetail, shown)).toEqual([]);
    expect(shown).toMatchObject({ ...report, signOff: null, inForce: false });
    const [first] = (await get()).json<CommissioningList>().commissionings;
    expect(first).toMatchObject({ id: report.id, name: 'Shown', images: 200, auc: ESTIMATE, inForce: false });
    expect(first).not.toHaveProperty('groups');
    expect(first).not.toHaveProperty('overall');
  });

  it('is signed off once, by a name that stays, and in force until a later one is', async () => {
    const [earlier, later] = [await putReport(), await putReport({ name: 'Later' })];
    const signed = await post(`/${earlier.id}/sign-off`, { name: 'Dr. Example', statement: 'Reviewed.' });
    expect(signed.statusCode).toBe(200);
    expect(signed.json<CommissioningDetail>()).toMatchObject({
      inForce: true,
      signOff: { name: 'Dr. Example', statement: 'Reviewed.', keyId: 'local' },
    });
    const again = await post(`/${earlier.id}/sign-off`, { name: 'Somebody else' });
    expect(again.json<Problem>()).toMatchObject({ status: 409, code: 'commissioning_signed' });

    await post(`/${later.id}/sign-off`, { name: 'Dr. Other' });
    expect((await get(`/${earlier.id}`)).json<CommissioningDetail>()).toMatchObject({
      inForce: false,
      signOff: { name: 'Dr. Example' },
    });
    expect((await get(`/${later.id}`)).json<CommissioningDetail>().inForce).toBe(true);
  });

  it('is signed off once, however many try at the same moment, and none is lost to another', async () => {
    await putVersion(test.runtime, test.principal, 'compact-2');
    const reports = await Promise.all([1, 2, 3].map(() => putReport({ version: 'compact-2' })));
    const answers = await Promise.all(
      reports.flatMap(({ id }) => [1, 2].map((n) => post(`/${id}/sign-off`, { name: `Signer ${n}` }))),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 200, 200, 409, 409, 409]);
    const points = await test.runtime.commissionings.points(test.principal, 'compact-2');
    expect(points.map(({ commissioning }) => commissioning).sort()).toEqual(reports.map(({ id }) => id).sort());
  });

  it('is not signed off without a threshold, without a name, of a deleted version, or when there is none', async () => {
    const none = await putReport({ threshold: null, reason: 'Too few patients.' });
    expect((await post(`/${none.id}/sign-off`, { name: 'x' })).json<Problem>()).toMatchObject({
      status: 409,
      code: 'commissioning_without_threshold',
      detail: 'Too few patients.',
    });
    const { id } = await putReport();
    for (const payload of [{}, { name: ' ' }, { name: 'x', threshold: 0.5 }]) {
      expect((await post(`/${id}/sign-off`, payload)).json<Problem>().code).toBe('validation_failed');
    }
    const gone = await putReport({ version: 'compact-gone' });
    expect((await post(`/${gone.id}/sign-off`, { name: 'x' })).json<Problem>().code).toBe('version_not_found');
    const absent = test.runtime.jobs.newJobId();
    expect((await post(`/${absent}/sign-off`, { name: 'x' })).json<Problem>().code).toBe('commissioning_not_found');
  });

  it('is signed off only by a key with the scope promote', async () => {
    const keyed = await createTestApp({ openWithoutKeys: false });
    try {
      const { key } = await keyed.apiKeys.create({ workspace: 'default', scopes: ['train'], name: 'trainer' });
      const answer = await keyed.app.inject({
        method: 'POST',
        url: `/v1/commissionings/${test.runtime.jobs.newJobId()}/sign-off`,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        payload: JSON.stringify({ name: 'x' }),
      });
      expect(answer.json<Problem>()).toMatchObject({ status: 403, code: 'forbidden' });
    } finally {
      await keyed.close();
    }
  });
});
