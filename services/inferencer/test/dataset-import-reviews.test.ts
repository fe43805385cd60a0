import { createDecodePool, encodeCanonicalPng, hashPixels } from '@pneumo/imaging';
import { drawPhantom } from '@pneumo/imaging/pure';
import type {
  ClassLabel,
  DatasetImportInput,
  DatasetManifest,
  FilmDescription,
  ReviewLabel,
} from '@pneumo/shared/contracts';
import { createWorkspaceSecrets, objectKeys } from '@pneumo/shared/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestRuntime, PRINCIPAL, type TestRuntime } from '../../../packages/shared/test/create-test-runtime.ts';
import { predictionInput, predictionResult } from '../../../packages/shared/test/job-samples.ts';
import { createDatasetImportProcessor } from '../src/dataset-import/processor.ts';

const decodePool = createDecodePool({ size: 1, timeoutMs: 20_000 });
let runtime: TestRuntime;
/** Patients of the keyed hash that a DICOM file carries. */
let patientHash: (id: string) => string;
let drawn = 0;

beforeAll(async () => {
  runtime = await createTestRuntime();
  patientHash = await createWorkspaceSecrets(runtime.store).keyedHash(PRINCIPAL.workspace, 'patient');
});
afterAll(async () => {
  await decodePool.close();
  await runtime.close();
});

interface Reviewed {
  readonly job: string;
  readonly imageId: string;
}

/** A finished prediction of a phantom, and what readers said of it. */
const reviewed = async (
  labels: readonly ReviewLabel[],
  { patient, film = {} }: { patient?: string; film?: Partial<FilmDescription> } = {},
): Promise<Reviewed> => {
  drawn += 1;
  const drawnAs: ClassLabel = labels[0] === 'pneumonia' ? 'pneumonia' : 'normal';
  const picture = drawPhantom({ seed: drawn, label: drawnAs, size: { width: 48, height: 40 } });
  const imageId = hashPixels(picture.pixels, picture.width, picture.height);
  await runtime.store.put(objectKeys.image(PRINCIPAL.workspace, imageId), encodeCanonicalPng(picture));
  const described: FilmDescription | undefined =
    patient === undefined ? undefined : { format: 'dicom', warnings: [], patient: patientHash(patient), ...film };
  const input = predictionInput({ imageId, ...(described === undefined ? {} : { film: described }) });
  const pending = await runtime.jobs.accept(PRINCIPAL, { id: runtime.jobs.newJobId(), kind: 'prediction', input });
  await runtime.jobs.record(PRINCIPAL, pending, { state: 'succeeded', attempt: 1, result: predictionResult() });
  for (const [i, label] of labels.entries()) {
    await runtime.reviews.post(PRINCIPAL, pending.id, { reader: `reader-${i}`, label, aiSeen: true });
  }
  return { job: pending.id, imageId };
};

const importReviews = async (
  change: Partial<Extract<DatasetImportInput['source'], { type: 'reviews' }>> = {},
): Promise<DatasetManifest> => {
  const jobId = runtime.jobs.newJobId();
  const done = await createDatasetImportProcessor({ store: runtime.store, decodePool, cacheDir: '/nonexistent' })({
    jobId,
    principal: PRINCIPAL,
    input: {
      name: 'Reviewed',
      classes: {},
      seed: 1,
      source: { type: 'reviews', until: new Date().toISOString(), labels: 'agreed', minReaders: 2, ...change },
    },
    attempt: 1,
    createdAt: new Date().toISOString(),
    logger: runtime.logger,
    stop: new AbortController().signal,
    attemptKey: (name) => objectKeys.attempt(PRINCIPAL.workspace, jobId, 1, name),
    progress: () => Promise.resolve(),
  });
  return JSON.parse((await runtime.store.get(done.publish!.at(-1)!.from)).bytes.toString()) as DatasetManifest;
};

const PATIENTS = Array.from({ length: 6 }, (_, i) => `P-${i}`);

describe('a data set of reviewed images', () => {
  let kept: Reviewed[];
  let single: Reviewed;
  let gone: Reviewed;
  let agreed: DatasetManifest;
  let agreedAt: string;
  beforeAll(async () => {
    await expect(importReviews()).rejects.toMatchObject({ code: 'dataset_empty' });
    const making = PATIENTS.flatMap((patient) => [
      reviewed(['normal', 'normal'], { patient, film: { view: 'PA', ageBand: '1-4' } }),
      reviewed(['pneumonia', 'unsure', 'pneumonia'], { patient: `sick ${patient}` }),
    ]);
    // A second picture of the first patient, and one of nobody known.
    making.push(reviewed(['normal', 'normal'], { patient: PATIENTS[0]! }), reviewed(['normal', 'normal']));
    kept = await Promise.all(making);
    single = await reviewed(['pneumonia'], { patient: 'alone' });
    gone = await reviewed(['normal', 'normal'], { patient: 'gone' });
    await runtime.store.delete(objectKeys.image(PRINCIPAL.workspace, gone.imageId));
    for (const labels of [['normal', 'pneumonia'], ['unusable', 'unusable'], ['unsure']] as const)
      await reviewed(labels);
    const removed = await reviewed(['normal', 'normal']);
    await runtime.reviews.remove(PRINCIPAL, removed.job, 'reader-1');
    agreedAt = new Date().toISOString();
    agreed = await importReviews({ until: agreedAt });
  });

  it('takes what two readers agree on, and leaves out the rest', async () => {
    expect(agreed.rows.map(({ sourceName, imageId }) => [sourceName, imageId]).sort()).toEqual(
      kept.map(({ job, imageId }) => [`jobs/${job}`, imageId]).sort(),
    );
    expect(agreed.rejected).toMatchObject([{ sourceName: `jobs/${gone.job}`, code: 'image_unreadable' }]);
    expect(agreed.audit?.labelsFrom).toBe('reviews');
    expect(agreed.warnings.join('\n')).toContain("15 of 15 labels rest on a reader who saw the AI's answer");
    await expect(importReviews({ since: '2999-01-01T00:00:00.000Z' })).rejects.toMatchObject({ code: 'dataset_empty' });
  });

  it('keeps the pictures of a patient together, by the key that a labels.csv with this id gives', () => {
    const first = agreed.rows.filter(({ patient }) => patient === `id:${patientHash('P-0').slice(0, 16)}`);
    expect(first).toHaveLength(2);
    expect(new Set(first.map(({ split }) => split)).size).toBe(1);
    expect(first.find(({ view }) => view === 'PA')).toMatchObject({ label: 'normal', ageBand: '1-4' });
    expect(agreed.patients).toBe(13);
    expect(agreed.warnings.join('\n')).toContain('1 reviewed images came without the key of a patient');
    expect(JSON.stringify(agreed)).not.toContain('P-0');
  });

  it('takes what one reader alone says when asked to', async () => {
    const { rows } = await importReviews({ labels: 'single', minReaders: 1 });
    expect(rows.map(({ sourceName }) => sourceName)).toContain(`jobs/${single.job}`);
    // Besides, the reading that is left where the other was taken back.
    expect(rows).toHaveLength(agreed.rows.length + 2);
  });

  it('goes by what was said until the time asked for, and by what has been taken back since', async () => {
    const [changed, dropped] = agreed.rows.filter(({ label }) => label === 'normal');
    const jobOf = ({ sourceName }: { sourceName: string }): string => sourceName.slice('jobs/'.length);
    for (const reader of ['reader-0', 'reader-1']) {
      await runtime.reviews.post(PRINCIPAL, jobOf(changed!), { reader, label: 'unusable', aiSeen: true });
    }
    await runtime.reviews.remove(PRINCIPAL, jobOf(dropped!), 'reader-0');
    const { rows } = await importReviews({ until: agreedAt });
    expect(rows.map(jobOf)).toEqual(agreed.rows.filter((row) => row !== dropped).map(jobOf));
  });
});
