import { createHash } from 'node:crypto';
import { encodeCanonicalPng, hashPixels } from '@pneumo/imaging';
import { drawPhantom } from '@pneumo/imaging/pure';
import {
  BatchLine,
  BatchResult,
  DISCLAIMER,
  type PredictionInput,
  type PredictionResult,
} from '@pneumo/shared/contracts';
import { objectKeys } from '@pneumo/shared/runtime';
import { Value } from 'typebox/value';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PRINCIPAL } from '../../../packages/shared/test/create-test-runtime.ts';
import { createSitePoints } from '../src/commissioning/site-points.ts';
import { createPredictionProcessor } from '../src/prediction/processor.ts';
import { createVersionCache } from '../src/prediction/version-cache.ts';
import { type BatchBench, createBatchBench, VERSION } from './create-batch-bench.ts';
import { storeVersion } from './store-version.ts';
import { makeZip, smallPhantom } from './zip-fixture.ts';

const { workspace } = PRINCIPAL;
let bench: BatchBench;
let workers: { stop(): Promise<void> } | undefined;
beforeAll(async () => {
  bench = await createBatchBench();
});
afterEach(async () => {
  await workers?.stop();
  workers = undefined;
});
afterAll(() => bench.close());

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** What a single prediction answers about the same image. */
const predictAlone = async (imageId: string): Promise<PredictionResult> => {
  const { runtime, load } = bench;
  const versions = createVersionCache({ load, logger: runtime.logger, maxBatch: 1, maxBytes: 1e9 });
  const handle = createPredictionProcessor({
    ...runtime,
    versions,
    sitePoints: createSitePoints(runtime),
    codeVersion: 'code-1',
  });
  const input: PredictionInput = { imageId, model: 'champion', explain: false, abstain: true, priority: 'routine' };
  const { result } = await handle({
    jobId: runtime.jobs.newJobId(),
    principal: PRINCIPAL,
    input,
    attempt: 1,
    createdAt: new Date().toISOString(),
    logger: runtime.logger,
    stop: new AbortController().signal,
    attemptKey: (name) => name,
    progress: () => Promise.resolve(),
  });
  await versions.close();
  return result;
};

describe('a batch of a zip', () => {
  it('answers each file once, in the order of the archive; a bad one fails alone', async () => {
    const [one, two, three] = await Promise.all(['1', '2', '3'].map((seed) => smallPhantom(seed, 'normal')));
    const files = [
      { path: 'Miller^Anna.jpeg', bytes: one! },
      { path: 'ward 7/notes.txt', bytes: Buffer.from('not a picture') },
      { path: '__MACOSX/._Miller^Anna.jpeg', bytes: Buffer.from('litter') },
      { path: 'deep/er/and/deeper/person12_bacteria_3.jpeg', bytes: two! },
      { path: 'cut-off.jpeg', bytes: three!.subarray(0, three!.length / 2) },
      { path: 'same picture again.jpeg', bytes: one! },
      { path: 'empty.png', bytes: Buffer.alloc(0) },
    ];
    workers = await bench.startWorkers();
    const source = await bench.upload(await makeZip(files));
    const batch = await bench.accept(source);
    const record = await bench.ended(batch);
    const lines = await bench.lines(batch);

    expect(lines.map(({ index }) => index)).toEqual([1, 2, 4, 5, 6, 7]);
    for (const line of lines) {
      expect(Value.Errors(BatchLine, line)).toEqual([]);
      expect(line.disclaimer).toBe(DISCLAIMER);
      const { path, bytes } = files[line.index - 1]!;
      expect(line).toMatchObject({ nameSha256: sha256(path), sha256: sha256(bytes) });
    }
    expect(lines.map(({ error }) => error?.code)).toEqual([
      undefined,
      'image_unsupported_format',
      undefined,
      'image_unreadable',
      undefined,
      'image_unsupported_format',
    ]);
    expect(lines[4]?.imageId).toBe(lines[0]?.imageId);
    for (const line of [lines[0]!, lines[2]!]) {
      const alone = await predictAlone(line.imageId!);
      expect(line.probability).toBeCloseTo(alone.probability, 6);
      // Neighbours in a run of the engine move the last digits.
      expect(line).toMatchObject({ ...alone, logits: line.logits, probability: line.probability });
    }
    // Names can carry a person's.
    expect(lines[2]?.name).toMatch(/^folder-[0-9a-f]{12}\/.*person12_bacteria_3\.jpeg$/);
    expect(JSON.stringify([lines, record])).not.toMatch(/Miller|Anna|ward 7|notes/);

    const { result } = record;
    expect(record.state).toBe('succeeded');
    expect(Value.Errors(BatchResult, result)).toEqual([]);
    const outcomes = lines.flatMap(({ outcome }) => outcome ?? []);
    expect(result).toMatchObject({
      images: 6,
      pneumonia: outcomes.filter((outcome) => outcome === 'pneumonia').length,
      normal: outcomes.filter((outcome) => outcome === 'normal').length,
      failed: 3,
      errors: { image_unsupported_format: 2, image_unreadable: 1 },
      parts: 2,
      model: { alias: 'champion', version: VERSION },
    });
    expect(record.progress).toMatchObject({ done: 6, total: 6, unit: 'images' });
    expect(await bench.scratch()).toEqual([]);
    expect(await Array.fromAsync(bench.runtime.store.list(objectKeys.uploadsFolder(workspace)))).toEqual([]);
  });

  it.each([
    {
      what: 'leads out of its folder',
      zip: async () =>
        Buffer.from(
          (await makeZip([{ path: 'a/slip.jpg', bytes: Buffer.from('x') }]))
            .toString('latin1')
            .replaceAll('a/slip', '../sli'),
          'latin1',
        ),
      code: 'archive_unsafe',
    },
    {
      what: 'holds a link',
      zip: () => makeZip([{ path: 'link.jpg', bytes: Buffer.from('/etc/passwd'), mode: 0o120777 }]),
      code: 'archive_unsafe',
    },
    {
      what: 'is a bomb',
      zip: () => makeZip([{ path: 'zeros.png', bytes: Buffer.alloc(8 * 2 ** 20), compress: true }]),
      code: 'archive_unsafe',
    },
    { what: 'is none', zip: () => Promise.resolve(Buffer.from('PK no')), code: 'archive_unreadable' },
    { what: 'is empty', zip: () => makeZip([]), code: 'batch_empty' },
  ])('fails with $code where the archive $what', async ({ zip, code }) => {
    workers = await bench.startWorkers();
    const batch = await bench.accept(await bench.upload(await zip()));
    expect(await bench.ended(batch)).toMatchObject({ state: 'failed', error: { code } });
    expect(await bench.partsCut(batch)).toEqual([]);
    expect(await bench.scratch()).toEqual([]);
  });
});

describe('a batch of stored images', () => {
  const storePicture = async (seed: string): Promise<string> => {
    const picture = drawPhantom({ seed, label: 'pneumonia', size: { width: 48, height: 40 } });
    const imageId = hashPixels(picture.pixels, picture.width, picture.height);
    await bench.runtime.store.put(objectKeys.image(workspace, imageId), encodeCanonicalPng(picture));
    return imageId;
  };

  it('takes a list of ids; one that is gone fails alone', async () => {
    const imageIds = [await storePicture('a'), 'e'.repeat(64), await storePicture('b')];
    const list = imageIds.map((imageId) => `${JSON.stringify({ imageId })}\n`).join('');
    const folder = bench.runtime.jobs.newJobId();
    await bench.runtime.store.put(objectKeys.batchImages(workspace, folder), list);
    workers = await bench.startWorkers();
    const batch = await bench.accept({ type: 'images', count: 3, sha256: sha256(list) }, { folder });
    expect(await bench.ended(batch)).toMatchObject({ state: 'succeeded', result: { images: 3, failed: 1 } });
    const lines = await bench.lines(batch);
    expect(lines.map(({ index, imageId }) => [index, imageId])).toEqual(imageIds.map((id, at) => [at + 1, id]));
    expect(lines.map(({ error }) => error?.code)).toEqual([undefined, 'image_not_found', undefined]);
  });

  it('replays past predictions through another version, each image once, and says which prediction it was', async () => {
    const { runtime } = bench;
    await storeVersion(runtime.store, PRINCIPAL, 'compact-other', 7);
    const past = async (imageId: string, model: string | null, version: string): Promise<string> => {
      const input: PredictionInput = {
        imageId,
        model: model ?? version,
        explain: false,
        abstain: true,
        priority: 'routine',
      };
      const pending = await runtime.jobs.accept(PRINCIPAL, { id: runtime.jobs.newJobId(), kind: 'prediction', input });
      const result = { ...(await predictAlone(imageId)), model: { alias: model, version } };
      const { record } = await runtime.jobs.record(PRINCIPAL, pending, { state: 'succeeded', attempt: 1, result });
      await runtime.finisher.finish(PRINCIPAL, record);
      return pending.id;
    };
    const [c, d, e] = [await storePicture('c'), await storePicture('d'), await storePicture('e')];
    const before = await past(e, 'champion', VERSION);
    const since = new Date(Number.parseInt(before.replaceAll('-', '').slice(0, 12), 16) + 1).toISOString();
    const first = await past(c, 'champion', VERSION);
    await past(c, 'champion', VERSION);
    await past(d, null, 'compact-other');
    const second = await past(d, 'champion', VERSION);
    const until = new Date(Date.now() + 1_000).toISOString();
    workers = await bench.startWorkers();
    const batch = await bench.accept(
      { type: 'replay', since, until, answeredBy: 'champion' },
      { alias: null, version: 'compact-other' },
    );
    expect(await bench.ended(batch)).toMatchObject({ state: 'succeeded', result: { images: 2, failed: 0 } });
    const lines = await bench.lines(batch);
    expect(lines.map(({ imageId, replayOf }) => [imageId, replayOf])).toEqual([
      [c, first],
      [d, second],
    ]);
    expect(lines[0]?.model).toEqual({ alias: null, version: 'compact-other' });
    const nothing = await bench.accept({ type: 'replay', until: '2020-01-01T00:00:00.000Z' });
    expect(await bench.ended(nothing)).toMatchObject({ state: 'failed', error: { code: 'batch_empty' } });
  });
});
