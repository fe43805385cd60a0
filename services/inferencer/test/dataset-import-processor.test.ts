import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDecodePool } from '@pneumo/imaging';
import { type DatasetImportInput, DatasetManifest, DatasetSummary, type JobProgress } from '@pneumo/shared/contracts';
import { createLogger, createObjectStore, HandedBack, type JobContext, objectKeys } from '@pneumo/shared/runtime';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext } from '../../../test/setup/context.ts';
import { createDatasetImportProcessor } from '../src/dataset-import/processor.ts';
import { makeZip, phantomFiles, type ZipEntry } from './zip-fixture.ts';

const principal = { workspace: 'hospital', keyId: 'test', scopes: [] };
const jobId = '01937d1e-5a00-7000-8000-00000000abcd';
const store = createObjectStore(createTestContext().s3);
const logger = createLogger('test', 'silent');
const decodePool = createDecodePool({ size: 1, timeoutMs: 20_000 });
let cacheDir: string;
let files: ZipEntry[];

beforeAll(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'pneumo-import-'));
  files = await phantomFiles(6);
  await store.ensureBucket();
});
afterAll(async () => {
  await decodePool.close();
  store.close();
  await rm(cacheDir, { recursive: true, force: true });
});

function contextOf(source: DatasetImportInput['source'], stop = new AbortController().signal) {
  const progress: JobProgress[] = [];
  const context: JobContext<'dataset-import'> = {
    jobId,
    principal,
    input: { name: 'Phantoms', source, classes: {}, seed: 7 },
    attempt: 1,
    createdAt: '2026-01-01T00:00:00.000Z',
    logger,
    stop,
    attemptKey: (name) => objectKeys.attempt(principal.workspace, jobId, 1, name),
    progress: (step) => {
      progress.push(step);
      return Promise.resolve();
    },
  };
  return { context, progress };
}

/** Stores bytes as an upload of two pieces. */
async function upload(
  uploadId: string,
  bytes: Buffer,
): Promise<Extract<DatasetImportInput['source'], { type: 'upload' }>> {
  const middle = Math.floor(bytes.length / 2);
  await store.put(objectKeys.uploadPiece(principal.workspace, uploadId, 0), bytes.subarray(0, middle));
  await store.put(objectKeys.uploadPiece(principal.workspace, uploadId, 1), bytes.subarray(middle));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { type: 'upload', uploadId, pieces: 2, sizeBytes: bytes.length, sha256 };
}

const handle = (context: JobContext<'dataset-import'>) =>
  createDatasetImportProcessor({ store, decodePool, cacheDir })(context);
const scratchFiles = () => readdir(join(cacheDir, 'imports')).catch(() => []);

describe('createDatasetImportProcessor', () => {
  it('makes a whole, valid manifest of an upload and leaves it to the outcome to publish it, last', async () => {
    const { context, progress } = contextOf(await upload('u1', await makeZip(files)));
    const done = await handle(context);
    expect(done.result).toMatchObject({ images: 12, patients: 12, rejected: 0, duplicates: 0, warnings: [] });
    const id = done.result.dataset;
    expect(done.publish?.map(({ to }) => to)).toEqual([
      ...['mean-normal', 'mean-pneumonia', 'samples-normal', 'samples-pneumonia'].map((name) =>
        objectKeys.datasetPicture('hospital', id, `${name}.png`),
      ),
      objectKeys.datasetSummary('hospital', id),
      objectKeys.dataset('hospital', id),
    ]);
    expect(await store.exists(objectKeys.dataset('hospital', id))).toBe(false);

    const [summary, manifest] = await Promise.all(
      done.publish!.slice(-2).map(async ({ from }) => JSON.parse((await store.get(from)).bytes.toString()) as unknown),
    );
    expect(Value.Errors(DatasetSummary, summary)).toEqual([]);
    expect(Value.Errors(DatasetManifest, manifest)).toEqual([]);
    const { rows, seed, audit } = manifest as DatasetManifest;
    expect(seed).toBe(7);
    for (const [i, { name, sha256 }] of audit!.pictures.entries()) {
      const { from, to } = done.publish![i]!;
      expect(to).toBe(objectKeys.datasetPicture('hospital', id, name));
      const { bytes } = await store.get(from);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    }
    for (const row of rows) expect(await store.exists(objectKeys.image('hospital', row.imageId))).toBe(true);
    expect(progress.at(-1)).toMatchObject({ done: 12, total: 12, unit: 'files' });
    expect(await scratchFiles()).toEqual([]);
  });

  it('makes the same data set of the same files in the inbox', async () => {
    for (const { path, bytes } of files) await store.put(objectKeys.inbox('hospital', `batch/${path}`), bytes);
    // A neighbour whose name starts the same is not part of it.
    await store.put(objectKeys.inbox('hospital', 'batch-2/NORMAL/IM-9-1.jpeg'), files[0]!.bytes);
    const fromInbox = await handle(contextOf({ type: 'inbox', prefix: 'batch' }).context);
    const inboxManifest = JSON.parse(
      (await store.get(fromInbox.publish!.at(-1)!.from)).bytes.toString(),
    ) as DatasetManifest;
    const fromUpload = await handle(contextOf(await upload('u2', await makeZip(files))).context);
    const uploadManifest = JSON.parse(
      (await store.get(fromUpload.publish!.at(-1)!.from)).bytes.toString(),
    ) as DatasetManifest;
    expect(inboxManifest).toEqual(uploadManifest);
  });

  it('lets a labels.csv label, wherever in an archive or the inbox it lies', async () => {
    const rows = files.map(
      ({ path }, i) => `${path},${path.startsWith('NORMAL') ? 'pneumonia' : 'normal'},nobody-${i}`,
    );
    const labels = { path: 'labels.csv', bytes: Buffer.from(`file,label,patient_id\n${rows.join('\n')}\n`) };
    for (const { path, bytes } of [...files, labels])
      await store.put(objectKeys.inbox('hospital', `csv/${path}`), bytes);
    const sources = [
      await upload('u7', await makeZip([...files, labels])),
      await upload('u8', await makeZip([labels, ...files])),
      { type: 'inbox', prefix: 'csv' } as const,
    ];
    const manifests: DatasetManifest[] = [];
    for (const source of sources) {
      const done = await handle(contextOf(source).context);
      manifests.push(JSON.parse((await store.get(done.publish!.at(-1)!.from)).bytes.toString()) as DatasetManifest);
    }
    const [first, ...others] = manifests;
    for (const row of first!.rows) expect(row.label).toBe(row.sourceName.startsWith('NORMAL') ? 'pneumonia' : 'normal');
    expect(JSON.stringify(first)).not.toContain('nobody');
    expect(first!.audit?.labelsFrom).toBe('labels.csv');
    for (const other of others) expect(other).toEqual(first);
    expect(await scratchFiles()).toEqual([]);
  });

  it('fails for good when the upload is gone, changed or no archive', async () => {
    const gone = { ...(await upload('u3', await makeZip(files))), pieces: 3 };
    const changed = { ...(await upload('u4', await makeZip(files))), sha256: '0'.repeat(64) };
    const text = await upload('u5', Buffer.from('this is no archive'));
    await expect(handle(contextOf(gone).context)).rejects.toMatchObject({ code: 'upload_missing' });
    await expect(handle(contextOf(changed).context)).rejects.toMatchObject({ code: 'archive_unreadable' });
    await expect(handle(contextOf(text).context)).rejects.toMatchObject({ code: 'archive_unreadable' });
    await expect(handle(contextOf({ type: 'inbox', prefix: 'empty' }).context)).rejects.toMatchObject({
      code: 'dataset_empty',
    });
    expect(await scratchFiles()).toEqual([]);
  });

  it.each([
    ['shutdown', true],
    ['cancelled', false],
  ])('stops in the middle on %s (handed back: %s) and cleans up', async (reason, handedBack) => {
    const controller = new AbortController();
    const { context } = contextOf(await upload('u6', await makeZip(files)), controller.signal);
    const stopping = {
      ...context,
      progress: ({ done }: JobProgress) => {
        if (done > 0) controller.abort(reason);
        return Promise.resolve();
      },
    };
    const error = await handle(stopping).catch((caught: unknown) => caught);
    expect(error instanceof HandedBack).toBe(handedBack);
    expect(error).toBeDefined();
    expect(await scratchFiles()).toEqual([]);
  });
});
