import { createHash } from 'node:crypto';
import { encodeCanonicalPng, hashPixels } from '@pneumo/imaging';
import { drawPhantom, preprocessingFor, resizeGrey, toModelInputBytes } from '@pneumo/imaging/pure';
import { collectFingerprints, encodeFingerprints, fingerprintThumbnail, shiftPrior } from '@pneumo/models';
import {
  type CommissioningInput,
  CommissioningReport,
  CommissioningResult,
  type DatasetImage,
  type DatasetManifest,
  isFinal,
  type JobRecord,
  PredictionResult,
  type VersionManifest,
} from '@pneumo/shared/contracts';
import { HandedBack, type JobWorker, objectKeys } from '@pneumo/shared/runtime';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestRuntime, PRINCIPAL, type TestRuntime } from '../../../packages/shared/test/create-test-runtime.ts';
import { createCommissioningProcessor } from '../src/commissioning/processor.ts';
import { createSitePoints } from '../src/commissioning/site-points.ts';
import { createVersionLoader } from '../src/prediction/load-version.ts';
import { createPredictionProcessor } from '../src/prediction/processor.ts';
import { createVersionCache, type VersionCache } from '../src/prediction/version-cache.ts';
import { storeVersion } from './store-version.ts';

const VERSION = 'compact-site';
const { workspace } = PRINCIPAL;
const SIDE = 32;
const PATIENTS = 66;

let runtime: TestRuntime;
let versions: VersionCache;
let worker: JobWorker;
let rows: DatasetImage[];
let manifest: VersionManifest;

/** Labelled images of a site, two per pair of patients; pneumonia is brighter, which any network sees. */
const storeImages = async (): Promise<DatasetImage[]> => {
  const made: DatasetImage[] = [];
  for (let index = 0; index < PATIENTS * 2; index += 1) {
    const label = index % 2 === 0 ? 'normal' : 'pneumonia';
    const drawn = drawPhantom({ seed: index, label, size: { width: 48, height: 48 } });
    const { width, height } = drawn;
    const pixels = drawn.pixels.map((value) => Math.min(255, value + (label === 'pneumonia' ? 40 : 0)));
    const imageId = hashPixels(pixels, width, height);
    await runtime.store.put(objectKeys.image(workspace, imageId), encodeCanonicalPng({ pixels, width, height }));
    made.push({
      imageId,
      label,
      patient: `id:${index}`,
      split: index < 40 ? 'train' : index < 80 ? 'gate' : 'test',
      ...(index < 60 ? { ageBand: '1-4' as const, view: 'PA' as const } : { view: 'AP' as const }),
      ...(index < 100 ? { device: 'DX-100' } : {}),
      sourceName: `${index}.png`,
      sourceSha256: imageId,
      sizeBytes: 1,
      width,
      height,
      channels: 1,
      format: 'png',
      perceptualHash: '0'.repeat(16),
    });
  }
  return made;
};

const storeDataset = async (id: string, own: readonly DatasetImage[]): Promise<void> => {
  const dataset = { id, name: `site ${id}`, contentSha256: 'a'.repeat(64), rows: own } as unknown as DatasetManifest;
  await runtime.store.putJson(objectKeys.dataset(workspace, id), dataset);
};

const inputOf = (change: Partial<CommissioningInput> = {}): CommissioningInput => ({
  version: VERSION,
  dataset: 'ds-site',
  prevalence: 0.1,
  minSensitivity: 0.9,
  name: 'Ward 7',
  ...change,
});

const commission = async (change: Partial<CommissioningInput> = {}): Promise<JobRecord> => {
  const { id } = await runtime.accept('commissioning', inputOf(change));
  await vi.waitUntil(async () => isFinal((await runtime.reader.read(PRINCIPAL, id)).state), { timeout: 25_000 });
  return (await runtime.jobs.tryRecord(PRINCIPAL, id))!;
};

/** A replica of its own: it has seen nothing of what others know. */
const createReplica = (freshMs?: number) => {
  const { store, registry, commissionings, logger } = runtime;
  const sitePoints = createSitePoints({ commissionings, workspaceSettings: runtime.workspaceSettings }, freshMs);
  const handle = createPredictionProcessor({ store, registry, versions, sitePoints, codeVersion: 'code-1' });
  return async (row: number): Promise<PredictionResult> => {
    const { result } = await handle({
      jobId: runtime.jobs.newJobId(),
      principal: PRINCIPAL,
      input: { imageId: rows[row]!.imageId, model: VERSION, explain: false, abstain: true, priority: 'routine' },
      attempt: 1,
      createdAt: new Date().toISOString(),
      logger,
      stop: new AbortController().signal,
      attemptKey: (name) => name,
      progress: () => Promise.resolve(),
    });
    return result;
  };
};

beforeAll(async () => {
  runtime = await createTestRuntime();
  const { store, registry, logger } = runtime;
  rows = await storeImages();
  await storeDataset('ds-site', rows);
  const plain = await storeVersion(store, PRINCIPAL, VERSION, 1);
  // It was trained on the first image, on the patient of the second, and on a darker copy of the third.
  const third = drawPhantom({ seed: 2, label: 'normal', size: { width: 48, height: 48 } });
  const darker = third.pixels.map((value) => value * 0.8);
  const input = toModelInputBytes(darker, third.width, third.height, preprocessingFor(SIDE));
  const fingerprints = Buffer.from(
    encodeFingerprints(
      collectFingerprints([
        { perceptualHash: '0'.repeat(16), thumbnail: fingerprintThumbnail(resizeGrey(input, SIDE, SIDE, 64, 64)) },
      ]),
    ),
  );
  const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');
  manifest = {
    ...plain,
    dataset: {
      ...plain.dataset,
      trainedOn: { images: [rows[0]!.imageId], patients: [sha256(rows[1]!.patient)] },
    },
    files: {
      ...plain.files,
      'fingerprints.bin': { sizeBytes: fingerprints.length, sha256: sha256(fingerprints) },
    },
  };
  await store.put(objectKeys.versionFile(workspace, VERSION, 'fingerprints.bin'), fingerprints);
  await store.putJson(objectKeys.versionManifest(workspace, VERSION), manifest);
  versions = createVersionCache({
    load: createVersionLoader({ store, registry, logger, engine: 'onnx', threads: 1 }),
    logger,
    maxBatch: 8,
    maxBytes: 1e9,
  });
  worker = runtime.worker({
    kind: 'commissioning',
    concurrency: 1,
    interruptible: true,
    handle: createCommissioningProcessor({ ...runtime, versions, codeVersion: 'code-1' }),
  });
  await worker.start();
});
afterAll(async () => {
  await runtime.close();
  await versions.close();
});

describe('a commissioning', () => {
  it('judges a version on local images that it was not trained on, by age band, view and device', async () => {
    const record = await commission();
    expect(record).toMatchObject({ state: 'succeeded', attempt: 1 });
    const result = record.result as CommissioningResult;
    expect(Value.Errors(CommissioningResult, result)).toEqual([]);
    expect(result.leftOut).toEqual({ of: PATIENTS * 2, sameImage: 1, samePatient: 1, nearDuplicate: 1 });
    expect(result.images).toBe(PATIENTS * 2 - 3);

    const report = await runtime.commissionings.report(PRINCIPAL, record.id);
    expect(Value.Errors(CommissioningReport, report)).toEqual([]);
    expect(report).toMatchObject({
      id: record.id,
      name: 'Ward 7',
      prevalence: 0.1,
      calibratedAtPrevalence: manifest.calibration.calibratedAtPrevalence,
      imagesBySplit: { train: 37, gate: 40, test: 52 },
      patients: { found: { normal: PATIENTS - 2, pneumonia: PATIENTS - 1 } },
    });
    expect(report.overall.roc?.length).toBeGreaterThan(2);
    const counts = (groups: CommissioningReport['groups']['view']) =>
      groups.map(({ value, figures }) => [value, figures.images]);
    expect(counts(report.groups.ageBand)).toEqual([['1-4', 57]]);
    expect(counts(report.groups.view)).toEqual([
      ['PA', 57],
      ['AP', 72],
    ]);
    expect(counts(report.groups.device)).toEqual([['DX-100', 97]]);
    expect(report.threshold!.sensitivity.value).toBeGreaterThanOrEqual(0.9);
    expect(report.warnings).toEqual([expect.stringContaining('also chosen on the sealed test')]);
    // The same images in short, for the drift watch: those that were judged, and no others.
    const drift = await runtime.store.get(objectKeys.commissioningDrift(workspace, record.id));
    expect(JSON.parse(drift.bytes.toString())).toMatchObject({
      commissioning: record.id,
      version: VERSION,
      sums: { predictions: PATIENTS * 2 - 3, size: { [Math.floor(Math.log2(48 * 48) * 16)]: PATIENTS * 2 - 3 } },
    });
    // The look at the test is counted, once for the version.
    await commission();
    expect(await runtime.looks.list(PRINCIPAL, 'ds-site')).toMatchObject([
      { version: VERSION, occasion: 'commissioning', job: record.id },
    ]);
  });

  it('changes predictions from its sign-off on, on every replica within seconds, and says so in the evidence', async () => {
    const { id } = await commission();
    const one = createReplica();
    const before = await one(50);
    expect(before.threshold).toBe(manifest.threshold.value);
    expect(before.evidence).toMatchObject({ threshold: { origin: 'version' }, prior: null });
    expect(before).not.toHaveProperty('commissioning');

    const point = await runtime.commissionings.signOff(PRINCIPAL, id, { name: 'Dr. Example' });
    const after = await createReplica()(50);
    expect(Value.Errors(PredictionResult, after)).toEqual([]);
    expect(after).toMatchObject({
      threshold: point.threshold.value,
      commissioning: { id, name: 'Ward 7', signedOffBy: 'Dr. Example' },
      operatingPoint: { sensitivity: point.threshold.sensitivity },
      evidence: { threshold: { origin: 'commissioning', commissioning: id }, prior: 0.1 },
    });
    const { calibratedAtPrevalence } = manifest.calibration;
    expect(after.probability).toBeCloseTo(shiftPrior(before.probability, calibratedAtPrevalence, 0.1), 12);
    expect(after.logits).toEqual(before.logits);
    await vi.waitUntil(async () => (await one(50)).evidence.threshold.commissioning === id, { timeout: 5_000 });

    // A later one takes its place; without a prior the probability is the version's again.
    const later = await commission({ prevalence: null, name: 'Ward 7, later' });
    await runtime.commissionings.signOff(PRINCIPAL, later.id, { name: 'Dr. Example' });
    const last = await createReplica()(50);
    expect(last.commissioning).toMatchObject({ id: later.id, name: 'Ward 7, later' });
    expect(last.probability).toBe(before.probability);
  });

  it('gives the report the answers that serving gives: sensitivity at the threshold in force', async () => {
    const { id } = await commission();
    const point = await runtime.commissionings.signOff(PRINCIPAL, id, { name: 'Dr. Example' });
    const predict = createReplica();
    const ill = rows.flatMap(({ label }, row) => (label === 'pneumonia' && row !== 1 ? [row] : []));
    const answers = await Promise.all(ill.map((row) => predict(row)));
    const found = answers.filter(({ outcome }) => outcome === 'pneumonia').length;
    expect(found / ill.length).toBeCloseTo(point.threshold.sensitivity.value!, 12);
  });

  it('sets no threshold on too few patients and says how many are needed', async () => {
    await storeDataset('ds-few', rows.slice(3, 63));
    const record = await commission({ dataset: 'ds-few', minSensitivity: 0.95 });
    expect(record.result).toMatchObject({
      threshold: null,
      reason:
        'Too few patients for a threshold: 30 with pneumonia where 49 are needed, 30 without where 62 are needed.',
    });
    await expect(runtime.commissionings.signOff(PRINCIPAL, record.id, { name: 'x' })).rejects.toMatchObject({
      code: 'commissioning_without_threshold',
    });
  });

  it('fails for good when nothing is left to judge on, or an image is gone', async () => {
    await storeDataset('ds-known', rows.slice(0, 2));
    expect(await commission({ dataset: 'ds-known' })).toMatchObject({
      state: 'failed',
      error: { code: 'dataset_too_small', message: expect.stringContaining('2 of 2 images were left out') },
    });
    await storeDataset('ds-gone', [...rows.slice(3, 6), { ...rows[6]!, imageId: 'f'.repeat(64) }]);
    expect(await commission({ dataset: 'ds-gone' })).toMatchObject({
      state: 'failed',
      error: { code: 'image_not_found' },
    });
    expect(await commission({ dataset: 'ds-none' })).toMatchObject({ error: { code: 'dataset_not_found' } });
    expect(await commission({ version: 'none' })).toMatchObject({ error: { code: 'version_not_found' } });
  });

  it('hands itself back when its worker must stop', async () => {
    const stop = new AbortController();
    const handle = createCommissioningProcessor({ ...runtime, versions, codeVersion: 'code-1' });
    const jobId = runtime.jobs.newJobId();
    const running = handle({
      jobId,
      principal: PRINCIPAL,
      input: inputOf(),
      attempt: 1,
      createdAt: new Date().toISOString(),
      logger: runtime.logger,
      stop: stop.signal,
      attemptKey: (name) => objectKeys.attempt(workspace, jobId, 1, name),
      progress: () => {
        stop.abort('shutdown');
        return Promise.resolve();
      },
    });
    await expect(running).rejects.toBeInstanceOf(HandedBack);
  });
});
