import { createHash, createHmac } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EmbeddedStore, startEmbeddedStore } from '../src/embedded-store/embedded-store.ts';
import { type Answer, type SignedRequest, sendSigned } from './fixtures/signed-request.ts';

const credentials = { accessKey: 'tester', secretKey: 'a-secret-of-the-test', region: 'us-east-1' };
const faults: unknown[] = [];
let parent: string;
let store: EmbeddedStore;

const send = (request: SignedRequest): Promise<Answer> => sendSigned(store.endpoint, credentials, request);
const put = (path: string, body: string, headers?: Record<string, string>): Promise<Answer> =>
  send({ method: 'PUT', path, body, ...(headers && { headers }) });
const get = (path: string, headers?: Record<string, string>): Promise<Answer> =>
  send({ method: 'GET', path, ...(headers && { headers }) });

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'pneumo-embedded-'));
  await writeFile(join(parent, 'outside'), 'not yours');
  store = await startEmbeddedStore({
    ...credentials,
    directory: join(parent, 'store'),
    host: '127.0.0.1',
    port: 0,
    onFault: (error) => faults.push(error),
  });
  expect((await put('/bucket', '')).status).toBe(200);
});
afterAll(async () => {
  await store.close();
  await rm(parent, { recursive: true, force: true });
  expect(faults).toEqual([]);
});

describe('who may ask', () => {
  test('the specification and the store agree on a signature', async () => {
    expect((await put('/bucket/signed', 'hello')).status).toBe(200);
    expect((await get('/bucket/signed')).body).toBe('hello');
  });

  test.each<[string, Partial<SignedRequest>, string]>([
    ['another path', { tampered: { path: '/bucket/other' } }, 'SignatureDoesNotMatch'],
    ['another query', { tampered: { path: '/bucket/tampered?x-id=1' } }, 'SignatureDoesNotMatch'],
    ['another body of the same length', { tampered: { body: 'jello' } }, 'XAmzContentSHA256Mismatch'],
    [
      'a header changed',
      { headers: { 'if-none-match': '*' }, tampered: { headers: { 'if-none-match': '"x"' } } },
      'SignatureDoesNotMatch',
    ],
    [
      'an unsigned x-amz- header added',
      { tampered: { headers: { 'x-amz-copy-source': '/bucket/signed' } } },
      'AccessDenied',
    ],
    ['an old date', { amzDate: '20200101T000000Z' }, 'RequestTimeTooSkewed'],
    ['a payload of a kind unknown', { payload: 'SOMETHING-ELSE' }, 'XAmzContentSHA256Mismatch'],
  ])('refuses %s, and stores nothing', async (_, change, code) => {
    const answer = await send({ method: 'PUT', path: '/bucket/tampered', body: 'hello', ...change });
    expect(answer.body).toContain(`<Code>${code}</Code>`);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect((await get('/bucket/tampered')).status).toBe(404);
    expect((await get('/bucket/other')).status).toBe(404);
  });

  test('refuses a request without a signature', async () => {
    const response = await fetch(`${store.endpoint}/bucket/signed`);
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('<Code>AccessDenied</Code>');
  });

  test('takes a body whose hash is not told, and refuses a wrong Content-MD5', async () => {
    expect(
      (await send({ method: 'PUT', path: '/bucket/unsigned', body: 'x', payload: 'UNSIGNED-PAYLOAD' })).status,
    ).toBe(200);
    const wrong = await put('/bucket/md5', 'x', { 'content-md5': createHash('md5').update('y').digest('base64') });
    expect(wrong.body).toContain('<Code>BadDigest</Code>');
    expect((await get('/bucket/md5')).status).toBe(404);
  });
});

describe('bodies in signed chunks', () => {
  const chunks = ['a'.repeat(70_000), 'bcd', ''];
  const chunked = (damage?: string): SignedRequest => ({
    method: 'PUT',
    path: '/bucket/chunked',
    payload: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    headers: { 'content-encoding': 'aws-chunked', 'x-amz-decoded-content-length': '70003' },
    bodyFrom: ({ signature, signingKey, amzDate, scope }) => {
      const empty = createHash('sha256').update('').digest('hex');
      let previous = signature;
      return chunks
        .map((chunk) => {
          const hash = createHash('sha256').update(chunk).digest('hex');
          const text = ['AWS4-HMAC-SHA256-PAYLOAD', amzDate, scope, previous, empty, hash].join('\n');
          previous = createHmac('sha256', signingKey).update(text).digest('hex');
          const sent = damage !== undefined && chunk === 'bcd' ? damage : chunk;
          return `${chunk.length.toString(16)};chunk-signature=${previous}\r\n${sent}\r\n`;
        })
        .join('');
    },
  });

  test('a damaged chunk is refused and nothing is stored', async () => {
    expect((await send(chunked('bce'))).body).toContain('<Code>SignatureDoesNotMatch</Code>');
    expect((await get('/bucket/chunked')).status).toBe(404);
  });

  test('whole ones are stored without their frames', async () => {
    expect((await send(chunked())).status).toBe(200);
    expect((await get('/bucket/chunked')).body).toBe(chunks.join(''));
  });
});

describe('paths', () => {
  test.each([
    '/bucket/../../outside',
    '/bucket/%2e%2e/%2e%2e/outside',
    '/bucket/..%2f..%2foutside',
    '/../outside',
    '/.tmp/x',
    '/%2e%2e/outside',
  ])('GET %s finds nothing outside the bucket', async (path) => {
    const answer = await get(path);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body).not.toContain('not yours');
  });

  test('PUT with dots in the key stays inside the bucket', async () => {
    expect((await put('/bucket/..%2f..%2fescaped', 'x')).status).toBe(200);
    expect(await readdir(parent)).toEqual(['outside', 'store']);
    expect(await readdir(join(parent, 'store'))).toEqual(['.tmp', 'bucket']);
    expect((await get('/bucket/..%2f..%2fescaped')).body).toBe('x');
  });

  test('a path that is no UTF-8 is refused', async () => {
    expect((await get('/bucket/%ff')).body).toContain('<Code>InvalidArgument</Code>');
  });
});

describe('reading', () => {
  beforeAll(async () => {
    await put('/bucket/digits', '0123456789', { 'content-type': 'text/plain' });
  });

  test.each([
    ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=0-99', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=5-2', 200, '0123456789', undefined],
    ['lines=1-2', 200, '0123456789', undefined],
  ])('range %s', async (range, status, body, contentRange) => {
    const answer = await get('/bucket/digits', { range });
    expect([answer.status, answer.body, answer.headers['content-range']]).toEqual([status, body, contentRange]);
  });

  test('a range behind the end is refused', async () => {
    expect((await get('/bucket/digits', { range: 'bytes=10-' })).status).toBe(416);
  });

  test('HEAD tells size, type and etag without a body', async () => {
    const { status, headers, body } = await send({ method: 'HEAD', path: '/bucket/digits' });
    expect([status, body, headers['content-length'], headers['content-type']]).toEqual([200, '', '10', 'text/plain']);
    expect(headers.etag).toBe(`"${createHash('md5').update('0123456789').digest('hex')}"`);
    expect((await send({ method: 'HEAD', path: '/bucket/absent' })).status).toBe(404);
  });

  test('a known etag is answered with 304, a wrong one with 412', async () => {
    const etag = `"${createHash('md5').update('0123456789').digest('hex')}"`;
    expect((await get('/bucket/digits', { 'if-none-match': etag })).status).toBe(304);
    expect((await get('/bucket/digits', { 'if-match': '"other"' })).status).toBe(412);
  });
});

describe('listing', () => {
  const list = (query: string): Promise<Answer> => get(`/bucket?${query}`);
  const names = (xml: string): string[] =>
    [...xml.matchAll(/<(?:Key|CommonPrefixes><Prefix)>([^<]*)</g)].map((match) => match[1] ?? '');

  beforeAll(async () => {
    for (const key of ['l/a', 'l/a-b', 'l/a/1', 'l/a/2', 'l/a0', 'l/b/x/1']) await put(`/bucket/${key}`, key);
  });

  test('keys come in the order of their bytes, also around folders', async () => {
    expect(names((await list('list-type=2&prefix=l%2F')).body)).toEqual([
      'l/a',
      'l/a-b',
      'l/a/1',
      'l/a/2',
      'l/a0',
      'l/b/x/1',
    ]);
  });

  test('pages of one, with folders, give everything once', async () => {
    const found: string[] = [];
    let token: string | undefined;
    do {
      const after = token === undefined ? '' : `continuation-token=${token}&`;
      const { body } = await list(`${after}delimiter=%2F&list-type=2&max-keys=1&prefix=l%2F`);
      found.push(...names(body));
      token = /<NextContinuationToken>([^<]*)</.exec(body)?.[1];
    } while (token !== undefined);
    expect(found).toEqual(['l/a', 'l/a-b', 'l/a/', 'l/a0', 'l/b/']);
  });

  test('start-after inside a folder keeps the rest of it', async () => {
    expect(names((await list('list-type=2&prefix=l%2F&start-after=l%2Fa%2F1')).body)).toEqual([
      'l/a/2',
      'l/a0',
      'l/b/x/1',
    ]);
  });

  test('a bucket that does not exist is said so', async () => {
    expect((await get('/nowhere?list-type=2')).body).toContain('<Code>NoSuchBucket</Code>');
  });
});

test('a put that breaks off in the middle leaves nothing, not even a draft', async () => {
  const socket = connect(store.port, '127.0.0.1');
  const signed = await new Promise<string>((resolve) => {
    void sendSigned('http://127.0.0.1:9', credentials, {
      method: 'PUT',
      path: '/bucket/broken',
      body: 'x'.repeat(100_000),
      payload: 'UNSIGNED-PAYLOAD',
      headers: { host: new URL(store.endpoint).host },
      bodyFrom: ({ signature, amzDate, scope }) => {
        resolve(
          `PUT /bucket/broken HTTP/1.1\r\nhost: ${new URL(store.endpoint).host}\r\nx-amz-date: ${amzDate}\r\n` +
            `x-amz-content-sha256: UNSIGNED-PAYLOAD\r\ncontent-length: 100000\r\nauthorization: AWS4-HMAC-SHA256 ` +
            `Credential=${credentials.accessKey}/${scope}, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=${signature}\r\n\r\n`,
        );
        return '';
      },
    }).catch(() => undefined);
  });
  const drafts = (): Promise<string[]> => readdir(join(parent, 'store', '.tmp'));
  socket.write(signed + 'x'.repeat(50_000));
  await expect.poll(drafts).toHaveLength(1);
  socket.destroy();
  await expect.poll(drafts).toEqual([]);
  expect((await get('/bucket/broken')).status).toBe(404);
});
