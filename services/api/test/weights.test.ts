import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { trunkParameters } from '@pneumo/models/network';
import type { PretrainedName, PretrainedWeightsInfo, PretrainedWeightsList, Problem } from '@pneumo/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from './create-test-app.ts';

let test: TestApp;
let url: string;
beforeAll(async () => {
  test = await createTestApp();
  url = await test.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => test.close());

type Header = Record<string, { dtype: string; shape: readonly number[]; data_offsets: [number, number] }>;

const headerOf = (name: PretrainedName): { header: Header; dataBytes: number } => {
  const header: Header = {};
  let end = 0;
  for (const { name: parameter, shape } of trunkParameters(name)) {
    const begin = end;
    end += shape.reduce((size, length) => size * length, 4);
    header[parameter] = { dtype: 'F32', shape, data_offsets: [begin, end] };
  }
  return { header, dataBytes: end };
};

/** A safetensors file whose every byte of data is `fill`, a megabyte at a time. */
function* fileOf(header: Header, dataBytes: number, fill = 0): Generator<Buffer> {
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  yield Buffer.concat([length, json]);
  const chunk = Buffer.alloc(2 ** 20, fill);
  for (let left = dataBytes; left > 0; left -= chunk.length) yield chunk.subarray(0, Math.min(left, chunk.length));
}

const sha256 = (chunks: Iterable<Buffer>): string => {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
};

/** Sends chunks as they are made, and reads the answer even when it comes first. */
const put = async (
  name: string,
  chunks: Iterable<Buffer>,
  hash: string,
  path = `/v1/weights/${name}?sha256=${hash}&originFile=${name}.h5`,
): Promise<{ status: number; body: unknown }> => {
  const outgoing = request(`${url}${path}`, { method: 'PUT', headers: { 'content-type': 'application/octet-stream' } });
  const answer = new Promise<{ status: number; body: unknown }>((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      void text(response).then((body) => resolve({ status: response.statusCode ?? 0, body: JSON.parse(body) }));
    });
  });
  for (const chunk of chunks) await new Promise((resolve) => outgoing.write(chunk, resolve));
  outgoing.end();
  return answer;
};

const codeOf = ({ body }: { body: unknown }): string => (body as Problem).code;
const stored = async (): Promise<string[]> =>
  (await Array.fromAsync(test.runtime.store.list('_system/weights/'))).map(({ key }) => key);

describe('/v1/weights', () => {
  it('refuses what is no such file, says why, and keeps nothing of it', async () => {
    const { header, dataBytes } = headerOf('vgg16');
    const refusedFor = async (changed: Header, bytes = dataBytes): Promise<string> => {
      const { status, body } = await put('vgg16', fileOf(changed, bytes), '0'.repeat(64));
      expect({ status, code: (body as Problem).code }).toEqual({ status: 422, code: 'weights_invalid' });
      return (body as Problem).detail;
    };
    const { 'block1_conv1/bias': bias, ...without } = header;
    expect(await refusedFor(without)).toContain('there is no tensor block1_conv1/bias');
    expect(await refusedFor({ ...header, extra: bias! })).toContain('a tensor extra that does not belong');
    expect(await refusedFor({ ...header, 'block1_conv1/bias': { ...bias!, shape: [8, 8] } })).toContain(
      'has shape [8,8]',
    );
    expect(await refusedFor({ ...header, 'block1_conv1/bias': { ...bias!, dtype: 'F16' } })).toContain('not float32');
    expect(await refusedFor({ ...header, 'block1_conv1/bias': { ...bias!, data_offsets: [0, 256] } })).toContain(
      'overlap',
    );
    expect(await refusedFor(header, 2 ** 20)).toContain('it ends after');
    const garbage = await put('vgg16', [Buffer.alloc(64, 255)], '0'.repeat(64));
    expect([garbage.status, codeOf(garbage)]).toEqual([422, 'weights_invalid']);
    const unknown = await put('alexnet', fileOf(header, 0), '0'.repeat(64));
    expect([unknown.status, codeOf(unknown)]).toEqual([400, 'validation_failed']);
    expect(await stored()).toEqual([]);
  });

  it('refuses a whole file that hashes to something else, and removes its pieces', async () => {
    const { header, dataBytes } = headerOf('vgg16');
    const wrong = await put('vgg16', fileOf(header, dataBytes, 1), '0'.repeat(64));
    expect([wrong.status, codeOf(wrong)]).toEqual([422, 'weights_invalid']);
    expect(await stored()).toEqual([]);
  });

  it('keeps a whole file, in pieces that give it back', async () => {
    const { header, dataBytes } = headerOf('vgg16');
    const hash = sha256(fileOf(header, dataBytes));
    const { status, body } = await put('vgg16', fileOf(header, dataBytes), hash);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      name: 'vgg16',
      sha256: hash,
      tensors: 26,
      parameters: 14_714_688,
      origin: { file: 'vgg16.h5' },
    });
    const { weights } = (await test.app.inject('/v1/weights')).json<PretrainedWeightsList>();
    expect(weights).toEqual([body]);
    const read = await (await test.runtime.weights.get('vgg16')).read();
    expect(createHash('sha256').update(read).digest('hex')).toBe(hash);
    expect(await stored()).toHaveLength(3);
  });

  it('takes the same file again, and lets no other take its place', async () => {
    const { sha256: hash } = (await test.runtime.weights.get('vgg16')).info;
    const { header } = headerOf('vgg16');
    // Known by its hash: what is sent does not matter.
    const again = await put('vgg16', fileOf(header, 0), hash);
    expect([again.status, (again.body as PretrainedWeightsInfo).sha256]).toEqual([200, hash]);
    const other = await put('vgg16', fileOf(header, 0), '1'.repeat(64));
    expect([other.status, codeOf(other)]).toEqual([409, 'weights_exist']);
    expect(await stored()).toHaveLength(3);
  });

  it('notices damage, and what was removed is missing with the way to get it', async () => {
    const [, piece] = await stored();
    await test.runtime.store.put(piece!, Buffer.alloc(10));
    await expect((await test.runtime.weights.get('vgg16')).read()).rejects.toMatchObject({ code: 'weights_damaged' });
    expect((await test.app.inject({ method: 'DELETE', url: '/v1/weights/vgg16' })).statusCode).toBe(204);
    expect(await stored()).toEqual([]);
    const again = await test.app.inject({ method: 'DELETE', url: '/v1/weights/vgg16' });
    expect([again.statusCode, again.json<Problem>().code]).toEqual([422, 'weights_missing']);
    await expect(test.runtime.weights.get('vgg16')).rejects.toThrow('pneumo weights pull vgg16');
  });

  it('lets one of two that come at once win, and clears up after the other', async () => {
    const { header, dataBytes } = headerOf('vgg16');
    const fills = [1, 2];
    const answers = await Promise.all(
      fills.map((fill) => put('vgg16', fileOf(header, dataBytes, fill), sha256(fileOf(header, dataBytes, fill)))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(await stored()).toHaveLength(3);
    await test.runtime.weights.remove('vgg16');
  });

  it('needs the scope operator where keys are on', async () => {
    const guarded = await createTestApp({ openWithoutKeys: false });
    const { key } = await guarded.apiKeys.create({ workspace: 'default', scopes: ['admin'], name: 'admin' });
    const headers = { authorization: `Bearer ${key}` };
    expect((await guarded.app.inject({ url: '/v1/weights', headers })).statusCode).toBe(200);
    const refused = await guarded.app.inject({ method: 'DELETE', url: '/v1/weights/vgg16', headers });
    expect([refused.statusCode, refused.json<Problem>().code]).toEqual([403, 'forbidden']);
    await guarded.close();
  });
});
