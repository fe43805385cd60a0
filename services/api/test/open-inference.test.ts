import type { InferenceModel, Problem, Scope } from '@pneumo/shared/contracts';
import { createReconciler, objectKeys } from '@pneumo/shared/runtime';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from './create-test-app.ts';
import { binaryBody, bytesTensor, type TestInput } from './open-inference-body.ts';
import { phantomJpeg, putChampion } from './samples.ts';

const MAX_IMAGE_BYTES = 2 ** 16;
const SIDE = 32;

let test: TestApp;
let jpeg: Uint8Array;
const keys = new Map<string, string>();

beforeAll(async () => {
  test = await createTestApp({ openWithoutKeys: false, settings: { maxImageBytes: MAX_IMAGE_BYTES } });
  const scopes: Record<string, Scope[]> = {
    predict: ['predict'],
    research: ['predict', 'research'],
    train: ['train'],
    reader: ['predict', 'review'],
  };
  for (const [name, held] of Object.entries(scopes)) {
    keys.set(name, (await test.apiKeys.create({ workspace: 'default', scopes: held, name })).key);
  }
  await putChampion(test.runtime, test.principal, 'compact-1');
  await putChampion(test.runtime, test.principal, 'compact-2');
  jpeg = await phantomJpeg();
});
afterAll(() => test.close());

const ask = (url: string, { key = 'research', ...options }: { key?: string | null } & InjectOptions = {}) =>
  test.app.inject({
    method: 'GET',
    url,
    ...options,
    headers: { ...options.headers, ...(key === null ? {} : { authorization: `Bearer ${keys.get(key)!}` }) },
  });

const CHAMPION = '/v2/models/champion/infer';
const post = (body: Pick<InjectOptions, 'payload' | 'headers'>, url = CHAMPION, key = 'research') =>
  ask(url, { ...body, method: 'POST', key });
const json = (body: unknown, headers: Record<string, string> = {}): Pick<InjectOptions, 'payload' | 'headers'> => ({
  payload: JSON.stringify(body),
  headers: { 'content-type': 'application/json', ...headers },
});
const picture = (change: Partial<TestInput> = {}): TestInput => ({
  name: 'image',
  shape: [1],
  datatype: 'BYTES',
  ...change,
});
const raw = (change: Partial<TestInput> = {}): TestInput => ({
  name: 'input',
  shape: [1, SIDE, SIDE, 1],
  datatype: 'FP32',
  ...change,
});
const base64 = (): string => Buffer.from(jpeg).toString('base64');

const stored = async (folder: string): Promise<string[]> =>
  (await Array.fromAsync(test.runtime.store.list(folder))).map(({ key }) => key);

describe('models', () => {
  it('tell what they take and give, by alias, version, or a version that the alias has named', async () => {
    const server = await ask('/v2', { key: 'train' });
    expect(server.json()).toEqual({ name: 'pneumo', version: 'test', extensions: ['binary_tensor_data'] });
    expect((await ask('/v2/', { key: 'train' })).json()).toEqual(server.json());
    const champion = (await ask('/v2/models/champion')).json<InferenceModel>();
    expect(champion).toMatchObject({
      name: 'champion',
      versions: ['compact-2', 'compact-1'],
      inputs: [
        { name: 'image', datatype: 'BYTES', shape: [-1] },
        { name: 'input', datatype: 'FP32', shape: [-1, SIDE, SIDE, 1] },
      ],
      parameters: { disclaimer: expect.stringContaining('not a diagnosis') },
    });
    expect(champion.outputs).toContainEqual({ name: 'logits', datatype: 'FP32', shape: [-1, 2] });
    for (const [path, versions] of [
      ['compact-1', ['compact-1']],
      ['champion/versions/compact-1', ['compact-1']],
      ['compact-2/versions/compact-2', ['compact-2']],
    ] as const) {
      expect((await ask(`/v2/models/${path}`)).json()).toMatchObject({ versions });
      expect((await ask(`/v2/models/${path}/ready`)).json()).toEqual({ name: path.split('/')[0], ready: true });
    }
  });

  it('that are not there are told as clients of the protocol expect it', async () => {
    for (const [path, code] of [
      ['nobody', 'model_not_found'],
      ['nobody/ready', 'model_not_found'],
      ['No such name', 'model_not_found'],
      ['champion/versions/compact-9', 'version_not_found'],
      ['champion/versions/compact-9/ready', 'version_not_found'],
      ['compact-1/versions/compact-2', 'version_not_found'],
      ['champion/config', 'not_found'],
    ]) {
      const response = await ask(encodeURI(`/v2/models/${path}`));
      expect([path, response.statusCode, response.json<Problem>()]).toEqual([
        path,
        404,
        expect.objectContaining({ code, error: expect.stringMatching(new RegExp(`^${code}: .`)) }),
      ]);
    }
  });

  it('ask for a key, and probes for none', async () => {
    for (const url of ['/v2', '/v2/models/champion', '/v2/models/champion/ready']) {
      const response = await ask(url, { key: null });
      expect([url, response.statusCode, response.json<Problem>().error]).toEqual([
        url,
        401,
        expect.stringMatching(/^unauthenticated: /),
      ]);
    }
    expect((await ask('/v2/health/live', { key: null })).json()).toEqual({ live: true });
    expect((await ask('/v2/health/ready', { key: null })).json()).toEqual({ ready: true });
  });
});

describe('requests that are refused', () => {
  const file = (): Buffer => bytesTensor([jpeg]);
  const zeros = (length = SIDE * SIDE): number[] => Array<number>(length).fill(0);

  it('say why, and leave nothing behind', async () => {
    const cases: [string, Pick<InjectOptions, 'payload' | 'headers'>, number, string][] = [
      ['no body', {}, 400, 'malformed_body'],
      ['no JSON', json('{'), 400, 'validation_failed'],
      [
        'cut off JSON',
        { payload: '{"inputs":[', headers: { 'content-type': 'application/json' } },
        400,
        'malformed_body',
      ],
      [
        'a form',
        { payload: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
        415,
        'unsupported_media_type',
      ],
      ['compressed', json({ inputs: [picture()] }, { 'content-encoding': 'gzip' }), 415, 'unsupported_media_type'],
      ['no input', json({ inputs: [] }), 400, 'validation_failed'],
      [
        'both inputs',
        json({ inputs: [picture({ data: [base64()] }), raw({ data: zeros() })] }),
        400,
        'validation_failed',
      ],
      ['an unknown input', json({ inputs: [picture({ name: 'x', data: [base64()] })] }), 400, 'validation_failed'],
      ['no data', json({ inputs: [picture()] }), 400, 'validation_failed'],
      ['a wrong datatype', json({ inputs: [picture({ datatype: 'UINT8', data: [1] })] }), 400, 'validation_failed'],
      ['no base64', json({ inputs: [picture({ data: ['{}'] })] }), 400, 'validation_failed'],
      [
        'a shape of two for one',
        json({ inputs: [picture({ shape: [2], data: [base64()] })] }),
        400,
        'validation_failed',
      ],
      [
        'a shape with rows',
        json({ inputs: [picture({ shape: [1, 2], data: [base64(), base64()] })] }),
        400,
        'validation_failed',
      ],
      [
        'too many',
        json({ inputs: [picture({ shape: [17], data: Array(17).fill(base64()) })] }),
        400,
        'validation_failed',
      ],
      ['none', json({ inputs: [picture({ shape: [0], data: [] })] }), 400, 'validation_failed'],
      ['an empty file', json({ inputs: [picture({ data: [''] })] }), 400, 'empty_file'],
      [
        'no picture',
        json({ inputs: [picture({ data: [Buffer.from('text').toString('base64')] })] }),
        415,
        'image_unsupported_format',
      ],
      [
        'one bad picture of two',
        binaryBody(picture({ shape: [2] }), bytesTensor([jpeg, jpeg.subarray(0, jpeg.length / 2)])),
        422,
        'image_unreadable',
      ],
      [
        'a large picture',
        binaryBody(picture(), bytesTensor([new Uint8Array(MAX_IMAGE_BYTES + 1)])),
        413,
        'payload_too_large',
      ],
      ['a huge body', binaryBody(picture(), Buffer.alloc(2 ** 21)), 413, 'payload_too_large'],
      ['a length beyond the end', binaryBody(picture(), Buffer.from([255, 255, 255, 255, 1])), 400, 'malformed_body'],
      ['half a length', binaryBody(picture(), Buffer.from([1, 0])), 400, 'malformed_body'],
      [
        'a cut off binary',
        { ...binaryBody(picture(), file()), payload: binaryBody(picture(), file()).payload.subarray(0, -9) },
        400,
        'malformed_body',
      ],
      [
        'a long head',
        { ...binaryBody(picture(), file()), headers: { 'inference-header-content-length': '999999999' } },
        400,
        'malformed_body',
      ],
      [
        'a negative head',
        { ...binaryBody(picture(), file()), headers: { 'inference-header-content-length': '-1' } },
        400,
        'malformed_body',
      ],
      [
        'shared memory',
        json({ inputs: [picture({ parameters: { shared_memory_region: 'x' } })] }),
        400,
        'validation_failed',
      ],
      [
        'an unknown output',
        json({ inputs: [picture({ data: [base64()] })], outputs: [{ name: 'x' }] }),
        400,
        'validation_failed',
      ],
      [
        'an outcome of a tensor',
        json({ inputs: [raw({ data: zeros() })], outputs: [{ name: 'outcome' }] }),
        400,
        'validation_failed',
      ],
      ['a tensor of bytes', json({ inputs: [raw({ datatype: 'UINT8', data: zeros() })] }), 400, 'validation_failed'],
      ['another size', json({ inputs: [raw({ shape: [1, 8, 8, 1], data: zeros(64) })] }), 400, 'validation_failed'],
      ['too few values', json({ inputs: [raw({ data: zeros(5) })] }), 400, 'validation_failed'],
      ['too few bytes', binaryBody(raw(), Buffer.alloc(12)), 400, 'validation_failed'],
      ['texts for numbers', json({ inputs: [raw({ data: zeros().map(String) })] }), 400, 'validation_failed'],
      [
        'deep nesting',
        {
          payload: `{"inputs":[{"name":"input","shape":[1,32,32,1],"datatype":"FP32","data":${'['.repeat(5_000)}${']'.repeat(5_000)}}]}`,
        },
        400,
        'validation_failed',
      ],
      [
        'no number',
        binaryBody(raw(), Buffer.from(new Float32Array(SIDE * SIDE).fill(Number.NaN).buffer)),
        400,
        'validation_failed',
      ],
      [
        'too large a number',
        json({ inputs: [raw({ data: [1e300, ...zeros(SIDE * SIDE - 1)] })] }),
        400,
        'validation_failed',
      ],
    ];
    for (const [what, body, status, code] of cases) {
      const response = await post(body);
      expect([what, response.statusCode, response.json<Problem>().code]).toEqual([what, status, code]);
      expect(response.json<Problem>().error).toMatch(new RegExp(`^${code}: .`));
    }
    expect(await test.pending()).toEqual([]);
    expect(await stored('default/tensors/')).toEqual([]);
    expect(await stored('default/images/')).toEqual([]);
    expect((await ask('/readyz')).statusCode).toBe(200);
  });

  it('want the scopes: predict for a picture, research besides for a tensor', async () => {
    const tensor = json({ inputs: [raw({ data: zeros() })] });
    expect((await post(tensor, CHAMPION, 'predict')).json<Problem>()).toMatchObject({ status: 403, code: 'forbidden' });
    expect((await post(tensor, CHAMPION, 'train')).json<Problem>()).toMatchObject({ status: 403, code: 'forbidden' });
    expect((await post(json({}), '/v2/models/nobody/infer')).json<Problem>().code).toBe('model_not_found');
    expect(await stored('default/tensors/')).toEqual([]);
  });
});

describe('without an inferencer', () => {
  it('a picture is a durable job that the answer names, however it is sent', async () => {
    const bodies = [
      json({ inputs: [picture({ data: [base64()] })] }, { prefer: 'wait=1' }),
      json({ inputs: [picture({ shape: [1, 1], data: [[base64()]] })], parameters: { timeout: 200_000 } }),
      binaryBody(picture(), bytesTensor([jpeg]), { parameters: { timeout: 200_000 } }),
    ];
    for (const body of bodies) {
      const response = await post(body, CHAMPION, 'predict');
      const [jobId] = await test.pending();
      expect(response.json<Problem>()).toMatchObject({
        status: 504,
        code: 'wait_timeout',
        error: expect.stringContaining(jobId!),
      });
      expect(await test.runtime.jobs.tryPending(test.principal, jobId!)).toMatchObject({
        kind: 'prediction',
        input: { model: 'champion', abstain: true, explain: false },
      });
      await test.end(jobId!, { state: 'failed', error: { code: 'version_damaged', message: 'a test' } });
    }
    const pinned = await post(bodies[1]!, '/v2/models/champion/versions/compact-1/infer', 'predict');
    expect(pinned.statusCode).toBe(504);
    const [jobId] = await test.pending();
    expect((await test.runtime.jobs.tryPending(test.principal, jobId!))?.input).toMatchObject({ model: 'compact-1' });
    await test.end(jobId!, { state: 'cancelled' });
  });

  it('the code of a job that fails, or was cancelled, is that of the answer', async () => {
    for (const [outcome, status, code] of [
      [{ state: 'failed', error: { code: 'version_damaged', message: 'a test' } }, 500, 'version_damaged'],
      [{ state: 'cancelled' }, 409, 'job_cancelled'],
    ] as const) {
      const answer = post(json({ inputs: [picture({ data: [base64()] })] }), CHAMPION, 'predict');
      await expect.poll(() => test.pending(), { timeout: 20_000 }).toHaveLength(1);
      const [jobId] = await test.pending();
      await test.end(jobId!, outcome);
      expect((await answer).json<Problem>()).toMatchObject({ status, code, error: expect.stringContaining(jobId!) });
    }
  });

  it('a tensor is dropped: neither store nor queue keep it', async () => {
    const body = binaryBody(raw(), Buffer.alloc(SIDE * SIDE * 4), { parameters: { timeout: 300_000 } });
    expect((await post(body)).json<Problem>()).toMatchObject({ status: 504, code: 'wait_timeout' });
    expect(await stored('default/tensors/')).toEqual([]);
    const waiting = await test.runtime.redis.llen(`${test.runtime.prefix}:tensor-v1:wait`);
    expect(waiting).toBe(0);
    expect(await test.pending()).toEqual([]);
  });

  it('a tensor that a crash has left behind is removed by reconciling, and a young one is not', async () => {
    const { store, jobs } = test.runtime;
    const key = objectKeys.tensor('default', jobs.newJobId());
    await store.put(key, Buffer.alloc(16));
    await createReconciler(test.runtime).reconcile();
    expect(await stored('default/tensors/')).toEqual([key]);
    await createReconciler(test.runtime, { staleTensorMs: 0 }).reconcile();
    expect(await stored('default/tensors/')).toEqual([]);
  });
});
