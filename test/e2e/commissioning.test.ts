import { resolve } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type {
  CommissioningDetail,
  CommissioningResult,
  DatasetDetail,
  DatasetImportResult,
  JobResource,
  PredictionResult,
} from '../../packages/shared/src/contracts/index.ts';
import { phantomJpeg, siteArchive } from './archives.ts';
import { createHttp, type Http } from './http.ts';
import { startTestStack, type TestStack } from './test-stack.ts';

const STARTER = resolve(import.meta.dirname, '../../packages/models/starter');
const PATIENTS_PER_CLASS = 64;

let stack: TestStack;
let http: Http;

beforeAll(async () => {
  stack = await startTestStack({ trainers: 0, env: { PNEUMO_STARTER_DIR: STARTER } });
  http = createHttp(stack.url);
});
afterAll(() => stack.close());

const predict = async (): Promise<PredictionResult> => {
  const { body } = await http.postImage(await phantomJpeg(9_001, 'pneumonia'));
  return (await http.ended(body.id)).result as PredictionResult;
};

describe('a commissioning, through HTTP, on real processes', () => {
  it('outlives an emptied Redis, is signed off, and from then on decides predictions', {
    timeout: 120_000,
  }, async () => {
    const imported = await http.ended(
      (await http.postArchive(await siteArchive({ patientsPerClass: PATIENTS_PER_CLASS }), 'our ward')).body.id,
    );
    const { dataset } = imported.result as DatasetImportResult;
    const before = await predict();
    expect(before.evidence.threshold.origin).toBe('version');

    const accepted = await http.call<JobResource>('POST', '/v1/commissionings', {
      alias: 'champion',
      dataset,
      prevalence: 0.08,
      name: 'Ward 7',
    });
    expect(accepted.status).toBe(202);
    const redis = new Redis(stack.redisUrl);
    await redis.flushall();
    redis.disconnect();
    const job = await http.ended(accepted.body.id);
    expect(job, stack.lines.join('\n')).toMatchObject({ kind: 'commissioning', state: 'succeeded' });
    const result = job.result as CommissioningResult;
    expect(result.leftOut).toMatchObject({ of: PATIENTS_PER_CLASS * 2, samePatient: 0 });

    const path = `/v1/commissionings/${result.commissioning}`;
    const report = (await http.call<CommissioningDetail>('GET', path)).body;
    expect(report.groups.ageBand.map(({ value }) => value)).toEqual(['1-4', '5-9']);
    expect(report.groups.view.map(({ value }) => value)).toEqual(['PA', 'AP']);
    expect(report).toMatchObject({ signOff: null, inForce: false, patients: { found: { normal: 64, pneumonia: 64 } } });
    expect((await http.call<DatasetDetail>('GET', `/v1/datasets/${dataset}`)).body.testLooks).toEqual({
      count: 1,
      versions: [result.version],
    });
    // A report changes nothing by itself.
    expect((await predict()).threshold).toBe(before.threshold);

    const signed = await http.call<CommissioningDetail>('POST', `${path}/sign-off`, { name: 'Dr. Example' });
    expect(signed).toMatchObject({ status: 200, body: { inForce: true } });
    const after = await vi.waitUntil(
      async () => {
        const answer = await predict();
        return answer.commissioning === undefined ? undefined : answer;
      },
      { timeout: 10_000 },
    );
    expect(after).toMatchObject({
      threshold: report.threshold!.value,
      commissioning: { id: result.commissioning, signedOffBy: 'Dr. Example' },
      evidence: { threshold: { origin: 'commissioning', commissioning: result.commissioning }, prior: 0.08 },
      logits: before.logits,
    });
    const card = await http.call<string>('GET', `/v1/models/${result.version}/card`);
    expect(card.body).toContain('with a prior of 8 %, by commissioning "Ward 7"');
  });
});
