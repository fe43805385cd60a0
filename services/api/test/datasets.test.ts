import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { encodePhantomPng } from '@pneumo/imaging';
import {
  type DatasetDetail,
  DatasetDetail as DatasetDetailSchema,
  type DatasetImportInput,
  type DatasetList,
  type JobResource,
  type Problem,
} from '@pneumo/shared/contracts';
import { objectKeys } from '@pneumo/shared/runtime';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from './create-test-app.ts';
import { type FormFile, form } from './forms.ts';
import { auditOf, putDataset } from './samples.ts';

// What is live can be told from what waits to be collected only by collecting.
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const MIB = 2 ** 20;
const PIECE_BYTES = 32 * MIB;

let test: TestApp;
let url: string;
beforeAll(async () => {
  test = await createTestApp({ settings: { maxArchiveBytes: 100 * MIB } });
  await putDataset(test.runtime, test.principal, 'ds-1');
  url = await test.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => test.close());

/** Begins as a zip does; what is in it is the importer's business. */
const zip = (sizeBytes = 64): Buffer => Buffer.concat([Buffer.from('504b0304', 'hex'), randomBytes(sizeBytes - 4)]);
const archive = (bytes: Uint8Array): FormFile => ({ field: 'archive', bytes, name: 'a.zip', type: 'application/zip' });

const post = async (parts: Parameters<typeof form>[0], headers: Record<string, string> = {}) => {
  const body = await form(parts);
  return test.app.inject({ method: 'POST', url: '/v1/datasets', ...body, headers: { ...body.headers, ...headers } });
};

const uploads = async (): Promise<string[]> =>
  (await Array.fromAsync(test.runtime.store.list('default/uploads/'))).map(({ key }) => key);

const clear = async (id: string): Promise<void> => {
  await test.end(id, { state: 'cancelled' });
  for (const key of await uploads()) await test.runtime.store.delete(key);
};

/** Sends a form of which the file is made while it is sent, and tells the hash of the file and the answer. */
async function streamForm(
  chunks: number,
  chunkBytes: number,
): Promise<{ sha256: string; status: number; body: string }> {
  const boundary = 'x-boundary';
  const outgoing = request(`${url}/v1/datasets`, {
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  });
  const answer = new Promise<{ status: number; body: string }>((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      void text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }));
    });
  });
  const write = (bytes: Uint8Array | string): Promise<void> =>
    new Promise((resolve, reject) => {
      outgoing.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
  await write(
    `--${boundary}\r\ncontent-disposition: form-data; name="archive"; filename="a.zip"\r\ncontent-type: application/zip\r\n\r\n`,
  );
  const hash = createHash('sha256');
  const chunk = zip(chunkBytes);
  for (let index = 0; index < chunks; index += 1) {
    hash.update(chunk);
    await write(chunk);
  }
  await write(
    `\r\n--${boundary}\r\ncontent-disposition: form-data; name="name"\r\n\r\nstreamed\r\n--${boundary}--\r\n`,
  );
  outgoing.end();
  return { sha256: hash.digest('hex'), ...(await answer) };
}

describe('POST /v1/datasets', () => {
  it('takes an archive and its fields in any order', async () => {
    const bytes = zip();
    const response = await post([['name', 'mine'], archive(bytes), ['classes', '{"sick":"pneumonia"}'], ['seed', '7']]);
    expect(response.statusCode).toBe(202);
    const job = response.json<JobResource>();
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(job.input).toEqual({
      name: 'mine',
      classes: { sick: 'pneumonia' },
      seed: 7,
      source: { type: 'upload', uploadId: job.id, pieces: 1, sizeBytes: 64, sha256 },
    });
    const stored = await test.runtime.store.get(objectKeys.uploadPiece('default', job.id, 0));
    expect(stored.bytes.equals(bytes)).toBe(true);
    await clear(job.id);
  });

  it('streams 98 MiB in pieces of 32, holding one piece and what the store client makes of it', async () => {
    const live = (): number => {
      collectGarbage();
      return process.memoryUsage().arrayBuffers;
    };
    const before = live();
    let highest = 0;
    const watch = setInterval(() => {
      highest = Math.max(highest, live() - before);
    }, 200);
    const { sha256, status, body } = await streamForm(98, MIB);
    clearInterval(watch);
    expect([status, body]).toEqual([202, expect.any(String)]);
    const job = JSON.parse(body) as JobResource;
    const { source } = job.input as DatasetImportInput;
    expect(source).toMatchObject({ pieces: 4, sizeBytes: 98 * MIB, sha256 });
    const sizes = (await Array.fromAsync(test.runtime.store.list(objectKeys.uploadFolder('default', job.id)))).map(
      ({ sizeBytes }) => sizeBytes,
    );
    expect(sizes).toEqual([PIECE_BYTES, PIECE_BYTES, PIECE_BYTES, 2 * MIB]);
    // The client copies what it puts; the rest lies in sockets. All of it at once would be 98 MiB and more.
    expect(highest).toBeGreaterThan(PIECE_BYTES);
    expect(highest).toBeLessThan(2 * PIECE_BYTES + 16 * MIB);
    await clear(job.id);
  });

  it('makes one job of a repeated upload and keeps its archive once', async () => {
    const bytes = zip();
    const key = { 'idempotency-key': 'upload' };
    const first = (await post([['name', 'n'], archive(bytes)], key)).json<JobResource>();
    const second = (await post([archive(bytes), ['name', 'n']], key)).json<JobResource>();
    expect(second.id).toBe(first.id);
    expect(await uploads()).toEqual([objectKeys.uploadPiece('default', first.id, 0)]);
    const other = await post([['name', 'n'], archive(zip())], key);
    expect(other.json<Problem>()).toMatchObject({ status: 409, code: 'idempotency_key_reused' });
    expect(await uploads()).toHaveLength(1);
    await clear(first.id);
  });

  it('takes what lies in the inbox', async () => {
    const payload = { name: 'n', inbox: 'batch-1/', classes: { a: 'normal' } };
    const response = await test.app.inject({ method: 'POST', url: '/v1/datasets', payload });
    expect(response.statusCode).toBe(202);
    const job = response.json<JobResource>();
    expect(job.input).toMatchObject({ source: { type: 'inbox', prefix: 'batch-1/' }, classes: { a: 'normal' } });
    await clear(job.id);
  });

  const name: [string, string] = ['name', 'n'];
  const refusals: [what: string, parts: Parameters<typeof form>[0], status: number, code: string][] = [
    ['no archive', [name], 400, 'missing_file'],
    ['an empty archive', [name, archive(Buffer.alloc(0))], 400, 'empty_file'],
    ['an archive that is no zip', [name, archive(Buffer.from('plain text'))], 422, 'archive_unreadable'],
    ['no name', [archive(zip())], 400, 'validation_failed'],
    ['classes that are no JSON', [name, archive(zip()), ['classes', 'NORMAL=normal']], 400, 'validation_failed'],
    ['a class that is none', [name, archive(zip()), ['classes', '{"a":"sick"}']], 400, 'validation_failed'],
    ['an unknown field', [name, archive(zip()), ['split', '1']], 400, 'validation_failed'],
    ['two archives', [name, archive(zip()), archive(zip())], 413, 'payload_too_large'],
  ];

  it.each(refusals)('refuses %s and keeps nothing of it', async (_what, parts, status, code) => {
    expect((await post(parts)).json<Problem>()).toMatchObject({ status, code });
    expect(await uploads()).toEqual([]);
    expect(await test.pending()).toEqual([]);
  });

  it('refuses an archive over the limit and keeps nothing of it', async () => {
    const small = await createTestApp({ settings: { maxArchiveBytes: 100 } });
    const body = await form([name, archive(zip(101))]);
    const response = await small.app.inject({ method: 'POST', url: '/v1/datasets', ...body });
    expect(response.json<Problem>()).toMatchObject({ status: 413, code: 'payload_too_large' });
    expect(await Array.fromAsync(small.runtime.store.list(''))).toEqual([]);
    await small.close();
  });

  it('keeps nothing of an upload that is cut off', async () => {
    const outgoing = request(`${url}/v1/datasets`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    });
    outgoing.on('error', () => undefined);
    outgoing.write('--x\r\ncontent-disposition: form-data; name="archive"; filename="a.zip"\r\n\r\n');
    outgoing.write(zip(PIECE_BYTES + MIB));
    await expect.poll(uploads, { timeout: 15_000 }).toHaveLength(1);
    outgoing.destroy();
    await expect.poll(uploads, { timeout: 15_000 }).toEqual([]);
    expect(await test.pending()).toEqual([]);
  });

  it.each([
    ['an inbox outside', { name: 'n', inbox: '../images/' }, 400, 'validation_failed'],
    ['no source', { name: 'n' }, 400, 'validation_failed'],
  ])('refuses %s', async (_what, payload, status, code) => {
    const response = await test.app.inject({ method: 'POST', url: '/v1/datasets', payload });
    expect(response.json<Problem>()).toMatchObject({ status, code });
    expect(await test.pending()).toEqual([]);
  });
});

describe('GET /v1/datasets', () => {
  it('lists summaries, and shows one with its rows only when asked', async () => {
    const { datasets } = (await test.app.inject('/v1/datasets')).json<DatasetList>();
    expect(datasets).toMatchObject([{ id: 'ds-1', name: 'name of ds-1', warnings: ['few images'] }]);
    const detail = (await test.app.inject('/v1/datasets/ds-1')).json<DatasetDetail>();
    expect(detail).toMatchObject({ id: 'ds-1', rejected: [{ code: 'image_unsupported_format' }], duplicates: [] });
    expect(detail).not.toHaveProperty('rows');
    const whole = (await test.app.inject('/v1/datasets/ds-1?rows=true')).json<DatasetDetail>();
    expect(whole.rows).toMatchObject([{ sourceName: 'NORMAL/1.png' }]);
    expect(detail.testLooks).toEqual({ count: 0, versions: [] });
    const look = { dataset: 'ds-1', version: 'compact-1', occasion: 'training' as const };
    await test.runtime.looks.add(test.principal, { ...look, job: test.runtime.jobs.newJobId() });
    const looked = (await test.app.inject('/v1/datasets/ds-1')).json<DatasetDetail>();
    expect(looked.testLooks).toEqual({ count: 1, versions: ['compact-1'] });
    expect(detail).not.toHaveProperty('audit');
    expect(detail).not.toHaveProperty('meanImages');
    const none = await test.app.inject('/v1/datasets/ds-none');
    expect(none.json<Problem>()).toMatchObject({ status: 404, code: 'dataset_not_found' });
    expect((await test.app.inject('/v1/datasets/ds-1?rows=perhaps')).json<Problem>().code).toBe('validation_failed');
  });

  it('shows the audit with its mean images, and gives its pictures one by one', async () => {
    const { store } = test.runtime;
    const mean = encodePhantomPng({ pixels: new Uint8Array(4).fill(7), width: 2, height: 2 });
    await putDataset(test.runtime, test.principal, 'ds-audited', { audit: auditOf('mean-normal.png', mean) });
    await store.put(objectKeys.datasetPicture('default', 'ds-audited', 'mean-normal.png'), mean);
    const detail = (await test.app.inject('/v1/datasets/ds-audited')).json<DatasetDetail>();
    expect(Value.Errors(DatasetDetailSchema, detail)).toEqual([]);
    expect(detail.audit?.probes.results[0]).toMatchObject({ name: 'file-size', suspicious: true });
    expect(detail.meanImages).toEqual({ normal: Buffer.from(mean).toString('base64') });

    const picture = await test.app.inject('/v1/datasets/ds-audited/pictures/mean-normal.png');
    expect([picture.statusCode, picture.headers['content-type']]).toEqual([200, 'image/png']);
    expect(picture.rawPayload.equals(mean)).toBe(true);
    for (const [path, status] of [
      ['ds-audited/pictures/samples-normal.png', 404],
      ['ds-none/pictures/mean-normal.png', 404],
      ['ds-audited/pictures/manifest.json', 404],
      ['ds-audited/pictures/..%2Fmanifest.json', 404],
    ] as const) {
      expect([path, (await test.app.inject(`/v1/datasets/${path}`)).statusCode]).toEqual([path, status]);
    }
    // What an unfinished import has put there is nobody's yet.
    await store.put(objectKeys.datasetPicture('default', 'ds-half', 'mean-normal.png'), mean);
    expect((await test.app.inject('/v1/datasets/ds-half/pictures/mean-normal.png')).statusCode).toBe(404);
  });
});
