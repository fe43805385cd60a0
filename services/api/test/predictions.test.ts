import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { crc32, deflateSync } from 'node:zlib';
import type { JobResource, Problem } from '@pneumo/shared/contracts';
import { objectKeys } from '@pneumo/shared/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from './create-test-app.ts';
import { type FormFile, form } from './forms.ts';
import { phantomJpeg, putChampion } from './samples.ts';

let test: TestApp;
let jpeg: Uint8Array;
let listener: Server;
let callbackUrl: string;
const calledBack: unknown[] = [];

beforeAll(async () => {
  listener = createServer((request, response) => {
    void json(request).then((body) => {
      calledBack.push(body);
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const host = `127.0.0.1:${(listener.address() as AddressInfo).port}`;
  callbackUrl = `http://${host}/done`;
  test = await createTestApp({ settings: { callbackHosts: ['callbacks.test', host] } });
  await putChampion(test.runtime, test.principal);
  jpeg = await phantomJpeg();
});
afterAll(async () => {
  await test.close();
  listener.close();
});

type Parts = (readonly [string, string] | FormFile)[];

const post = async (parts: Parts, headers: Record<string, string> = {}) => {
  const body = await form(parts);
  return test.app.inject({ method: 'POST', url: '/v1/predictions', ...body, headers: { ...body.headers, ...headers } });
};

const postJson = (payload: unknown) =>
  test.app.inject({
    method: 'POST',
    url: '/v1/predictions',
    headers: { 'content-type': 'application/json' },
    payload: JSON.stringify(payload),
  });

const image = (bytes: Uint8Array): FormFile => ({ field: 'image', bytes, name: 'x.jpg', type: 'image/jpeg' });

const chunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
};

/** A PNG of one grey: a few kilobytes, however many pixels it has. */
const flatPng = (side: number): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1;
  const rows = Buffer.alloc(side * (Math.ceil(side / 8) + 1));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};

describe('POST /v1/predictions', () => {
  it('answers 202 with a job that is durable, queued, and holds no name of a file', async () => {
    const response = await post([image(jpeg), ['priority', 'urgent']]);
    expect(response.statusCode).toBe(202);
    const job = response.json<JobResource>();
    expect(response.headers.location).toBe(`/v1/jobs/${job.id}`);
    expect(job).toMatchObject({
      kind: 'prediction',
      state: 'queued',
      attempt: 0,
      input: { model: 'champion', explain: false, abstain: true, priority: 'urgent' },
    });
    const pending = await test.runtime.jobs.tryPending(test.principal, job.id);
    expect(pending).toMatchObject({ id: job.id, workspace: 'default', requestedBy: 'local' });
    expect(JSON.stringify(pending)).not.toContain('x.jpg');
    expect((await test.runtime.queues.counts()).prediction.prioritised).toBe(1);
    await test.end(job.id, {});
  });

  it('takes options before and after the file, and the same image by its id', async () => {
    const first = (
      await post([['explain', 'true'], image(jpeg), ['abstain', 'false'], ['callbackUrl', '']])
    ).json<JobResource>();
    expect(first.input).toMatchObject({ explain: true, abstain: false });
    expect(first.input).not.toHaveProperty('callbackUrl');
    const { imageId } = first.input as { imageId: string };
    const second = await postJson({ imageId, model: 'compact-1', callbackUrl });
    expect(second.statusCode).toBe(202);
    expect(second.json<JobResource>().input).toMatchObject({ imageId, model: 'compact-1', abstain: true });
    const stored = await test.app.inject(`/v1/images/${imageId}`);
    expect(stored.statusCode).toBe(200);
    expect(stored.headers['content-type']).toBe('image/png');
    expect(stored.rawPayload.subarray(1, 4).toString()).toBe('PNG');
    for (const { id } of [first, second.json<JobResource>()]) await test.end(id, {});
    expect(calledBack).toMatchObject([{ id: second.json<JobResource>().id, state: 'succeeded' }]);
  });

  it('answers 200 with the finished job to Prefer: wait', async () => {
    const waiting = post([image(jpeg)], { prefer: 'respond-async, wait=20' });
    let ids: string[] = [];
    await expect.poll(async () => (ids = await test.pending()), { timeout: 10_000 }).toHaveLength(1);
    await test.end(ids[0]!, { state: 'failed', error: { code: 'version_damaged', message: 'made up' } });
    const response = await waiting;
    expect(response.statusCode).toBe(200);
    expect(response.headers['preference-applied']).toBe('wait=20');
    expect(response.json()).toMatchObject({ state: 'failed', error: { code: 'version_damaged' } });
  });

  it('answers 202 when the job does not end within the wait', async () => {
    const response = await post([image(jpeg)], { prefer: 'wait=1' });
    expect(response.statusCode).toBe(202);
    expect(response.headers).not.toHaveProperty('preference-applied');
    await test.end(response.json<JobResource>().id, {});
  });

  const refusals: [name: string, parts: () => Parts, status: number, code: string][] = [
    ['a text file named .jpg', () => [image(Buffer.from('no picture at all'))], 415, 'image_unsupported_format'],
    ['an empty file', () => [image(Buffer.alloc(0))], 400, 'empty_file'],
    ['no file', () => [['model', 'champion']], 400, 'missing_file'],
    ['a truncated JPEG', () => [image(jpeg.subarray(0, jpeg.length / 2))], 422, 'image_unreadable'],
    ['a PNG of 100 megapixels', () => [image(flatPng(10_000))], 413, 'image_too_large'],
    ['a picture of a few pixels', () => [image(flatPng(8))], 422, 'image_too_small'],
    ['a file over the limit', () => [image(Buffer.alloc(2 ** 20 + 1))], 413, 'payload_too_large'],
    ['an unknown alias', () => [image(jpeg), ['model', 'nobody']], 404, 'model_not_found'],
    [
      'an unlisted callback host',
      () => [image(jpeg), ['callbackUrl', 'http://127.0.0.1:1/']],
      422,
      'callback_host_not_allowed',
    ],
    [
      'a callback that is no web address',
      () => [image(jpeg), ['callbackUrl', 'file:///etc/passwd']],
      400,
      'validation_failed',
    ],
    [
      'a callback with a password',
      () => [image(jpeg), ['callbackUrl', 'https://a:b@callbacks.test/']],
      400,
      'validation_failed',
    ],
    ['an unknown field', () => [image(jpeg), ['modle', 'champion']], 400, 'validation_failed'],
    ['an option of the wrong type', () => [image(jpeg), ['explain', 'perhaps']], 400, 'validation_failed'],
    ['the file under another name', () => [{ ...image(jpeg), field: 'picture' }], 400, 'validation_failed'],
    ['two files', () => [image(jpeg), image(jpeg)], 413, 'payload_too_large'],
  ];

  it.each(refusals)('refuses %s and leaves nothing pending', async (_name, parts, status, code) => {
    const response = await post(parts());
    expect(response.json<Problem>()).toMatchObject({ status, code });
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toBe('application/problem+json');
    expect(await test.pending()).toEqual([]);
    expect((await test.app.inject('/readyz')).statusCode).toBe(200);
  });

  it('says which field is wrong', async () => {
    const problem = (await post([image(jpeg), ['priority', 'now']])).json<Problem>();
    expect(problem.errors?.map(({ path }) => path)).toContain('/priority');
  });

  const bodies: [
    name: string,
    headers: Record<string, string>,
    payload: string | undefined,
    status: number,
    code: string,
  ][] = [
    ['no body', {}, undefined, 400, 'missing_file'],
    ['an empty form', { 'content-type': 'multipart/form-data; boundary=x' }, '', 400, 'missing_file'],
    ['a form without a boundary', { 'content-type': 'multipart/form-data' }, 'x', 400, 'malformed_body'],
    [
      'a form that is cut off',
      { 'content-type': 'multipart/form-data; boundary=x' },
      '--x\r\ncontent-dis',
      400,
      'malformed_body',
    ],
    ['a bare picture', { 'content-type': 'image/jpeg' }, 'x', 415, 'unsupported_media_type'],
    ['JSON that is none', { 'content-type': 'application/json' }, '{"imageId":', 400, 'malformed_body'],
    ['JSON that is no object', { 'content-type': 'application/json' }, '[]', 400, 'validation_failed'],
    [
      'an unknown image',
      { 'content-type': 'application/json' },
      JSON.stringify({ imageId: 'f'.repeat(64) }),
      404,
      'image_not_found',
    ],
    [
      'JSON over the limit',
      { 'content-type': 'application/json' },
      `"${'x'.repeat(2 ** 20)}"`,
      413,
      'payload_too_large',
    ],
  ];

  it.each(bodies)('refuses %s', async (_name, headers, payload, status, code) => {
    const body = payload === undefined ? {} : { payload };
    const response = await test.app.inject({ method: 'POST', url: '/v1/predictions', headers, ...body });
    expect(response.json<Problem>()).toMatchObject({ status, code });
    expect(await test.pending()).toEqual([]);
  });

  it('decodes nothing for an unknown alias: the image is not stored', async () => {
    const other = await phantomJpeg(99);
    await post([image(other), ['model', 'nobody']]);
    const before = await Array.fromAsync(test.runtime.store.list('default/images/'));
    const accepted = (await post([image(other)])).json<JobResource>();
    const { imageId } = accepted.input as { imageId: string };
    expect(before.map(({ key }) => key)).not.toContain(objectKeys.image('default', imageId));
    await test.end(accepted.id, {});
  });
});
