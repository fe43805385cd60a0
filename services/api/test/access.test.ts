import { type JobResource, KEY_TRUSTED_SECONDS, type Me, type Problem, type Scope } from '@pneumo/shared/contracts';
import { keyIdOf, objectKeys } from '@pneumo/shared/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthenticator } from '../src/auth/authenticator.ts';
import { createTestApp, type TestApp } from './create-test-app.ts';
import { form } from './forms.ts';
import { phantomJpeg, putChampion, putDataset } from './samples.ts';

let test: TestApp;
let job: JobResource;
const keys: Record<string, string> = {};

const as = (key: string) => ({ authorization: `Bearer ${keys[key] ?? key}` });
const inject = (key: string, method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) =>
  test.app.inject({ method, url, headers: as(key), ...(payload === undefined ? {} : { payload }) });

const predict = async (key: string, fields: [string, string][] = []) => {
  const body = await form([{ field: 'image', bytes: await phantomJpeg() }, ...fields]);
  return test.app.inject({ method: 'POST', url: '/v1/predictions', ...body, headers: { ...body.headers, ...as(key) } });
};

beforeAll(async () => {
  test = await createTestApp({ openWithoutKeys: false });
  const make = async (name: string, workspace: string, scopes: Scope[]): Promise<void> => {
    keys[name] = (await test.apiKeys.create({ workspace, scopes, name })).key;
  };
  await make('predict', 'default', ['predict']);
  await make('train', 'default', ['train']);
  await make('promote', 'default', ['promote']);
  await make('operator', 'default', ['operator']);
  await make('admin', 'default', ['admin']);
  await make('research', 'default', ['predict', 'research']);
  await make('none', 'default', []);
  await make('other', 'elsewhere', ['admin']);
  await putChampion(test.runtime, test.principal);
  await putDataset(test.runtime, test.principal, 'ds-1');
  job = (await predict('predict')).json<JobResource>();
});
afterAll(() => test.close());

describe('keys', () => {
  it('are needed under /v1 and /v2, and only there', async () => {
    for (const url of [
      '/v1/me',
      '/v1/jobs',
      `/v1/jobs/${job.id}`,
      '/v1/models',
      '/v2',
      '/v2/models/champion',
      '/metrics',
      '/admin/queues',
      '/admin/queues/api/queues',
    ]) {
      const response = await test.app.inject(url);
      expect([url, response.json<Problem>().code]).toEqual([url, 'unauthenticated']);
      expect(response.headers['www-authenticate']).toBe('Bearer');
    }
    for (const url of ['/healthz', '/readyz', '/openapi.json', '/', '/docs']) {
      expect([url, (await test.app.inject(url)).statusCode]).toEqual([url, 200]);
    }
  });

  it('say who asks', async () => {
    const me = (await inject('predict', 'GET', '/v1/me')).json<Me>();
    expect(me).toMatchObject({
      workspace: 'default',
      scopes: ['predict'],
      access: 'keys',
      keyId: keyIdOf(keys['predict']!),
    });
  });

  it.each(['wrong', 'Bearer', ''])('that are wrong are refused: %s', async (key) => {
    expect((await inject(key, 'GET', '/v1/me')).json<Problem>().code).toBe('unauthenticated');
  });

  it('are not stored: neither their text nor a plain hash of it', async () => {
    const stored = await test.runtime.store.get(objectKeys.apiKey(keyIdOf(keys['admin']!)));
    expect(stored.bytes.toString()).not.toContain(keys['admin']);
    const twins = await Promise.all(
      [1, 2].map(() => test.apiKeys.create({ workspace: 'default', scopes: [], name: 'n' })),
    );
    expect(new Set(twins.map(({ key }) => key)).size).toBe(2);
  });

  it('that are revoked stop working once the cached answer is old', async () => {
    const { key, keyId } = await test.apiKeys.create({ workspace: 'default', scopes: [], name: 'revoked' });
    let nowMs = 0;
    const authenticator = createAuthenticator({
      apiKeys: test.apiKeys,
      workspace: 'default',
      openWithoutKeys: false,
      nowMs: () => nowMs,
    });
    expect(await authenticator.authenticate(`Bearer ${key}`)).toMatchObject({ keyId });
    await test.apiKeys.revoke(keyId);
    expect(await authenticator.authenticate(`Bearer ${key}`)).toMatchObject({ keyId });
    nowMs += 1_000 * KEY_TRUSTED_SECONDS;
    await expect(authenticator.authenticate(`Bearer ${key}`)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('that have expired stop working', async () => {
    const make = async (expiresAt: string): Promise<string> =>
      (await test.apiKeys.create({ workspace: 'default', scopes: [], name: 'short', expiresAt })).key;
    const [past, future] = [await make(new Date(Date.now() - 1).toISOString()), await make('2999-01-01T00:00:00.000Z')];
    expect(await test.apiKeys.verify(past)).toBeUndefined();
    expect(await test.apiKeys.verify(future)).toMatchObject({ workspace: 'default' });
  });

  it('are revoked once, however many do it, and listed without what they could be guessed from', async () => {
    const { keyId } = await test.apiKeys.create({ workspace: 'default', scopes: ['predict'], name: 'twice' });
    const [first, second] = await Promise.all([test.apiKeys.revoke(keyId), test.apiKeys.revoke(keyId)]);
    expect(first?.revokedAt).toBe(second?.revokedAt);
    expect(await test.apiKeys.revoke('0123456789abcdef')).toBeUndefined();
    const listed = (await test.apiKeys.list()).find((info) => info.keyId === keyId);
    expect(listed).toMatchObject({ name: 'twice', scopes: ['predict'], revokedAt: first?.revokedAt });
    expect(Object.keys(listed!)).not.toEqual(expect.arrayContaining(['salt']));
    expect(Object.keys(listed!)).not.toEqual(expect.arrayContaining(['hash']));
  });

  it('that are refused are not looked up again for a while', async () => {
    let lookUps = 0;
    let nowMs = 0;
    const verify = (key: string) => {
      lookUps += 1;
      return test.apiKeys.verify(key);
    };
    const authenticator = createAuthenticator({
      apiKeys: { ...test.apiKeys, verify },
      workspace: 'default',
      openWithoutKeys: false,
      nowMs: () => nowMs,
    });
    const attempt = () => authenticator.authenticate('Bearer guess').catch(() => 'refused');
    expect(await Promise.all([attempt(), attempt(), attempt()])).toEqual(['refused', 'refused', 'refused']);
    await attempt();
    expect(lookUps).toBe(1);
    nowMs += 6_000;
    await attempt();
    expect(lookUps).toBe(2);
  });
});

describe('scopes', () => {
  const cases: [
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    payload: object | undefined,
    allowed: string[],
  ][] = [
    ['GET', '/v1/jobs', undefined, ['predict', 'train', 'admin']],
    ['GET', '/v1/datasets', undefined, ['train', 'admin']],
    ['POST', '/v1/trainings', { dataset: 'ds-1', architecture: 'cnn' }, ['train', 'admin']],
    ['PUT', '/v1/models/aliases/champion', { version: 'compact-1' }, ['promote', 'admin']],
    ['POST', '/v1/models/aliases/champion/rollback', {}, ['promote', 'admin']],
    ['DELETE', '/v1/models/compact-1', undefined, ['promote', 'admin']],
    ['GET', '/v1/reviews/queue', undefined, ['admin']],
    ['GET', '/v1/reviews/summary', undefined, ['train', 'promote', 'admin']],
    ['GET', '/v1/me', undefined, ['predict', 'train', 'promote', 'operator', 'admin', 'none']],
    ['GET', '/metrics', undefined, ['operator']],
    ['GET', '/admin/queues', undefined, ['operator']],
  ];

  it.each(cases)('%s %s', async (method, url, payload, allowed) => {
    for (const key of ['predict', 'train', 'promote', 'operator', 'admin', 'none']) {
      const response = await inject(key, method, url, payload);
      expect([key, response.statusCode === 403]).toEqual([key, !allowed.includes(key)]);
      if (response.statusCode === 403) expect(response.json<Problem>().code).toBe('forbidden');
    }
  });

  it('a prediction must not be forced without the scope research', async () => {
    const refused = await predict('predict', [['abstain', 'false']]);
    expect(refused.json<Problem>()).toMatchObject({ status: 403, code: 'forbidden' });
    expect((await predict('research', [['abstain', 'false']])).statusCode).toBe(202);
  });

  it('a job is cancelled and repeated by those who may ask for one of its kind', async () => {
    expect((await inject('train', 'DELETE', `/v1/jobs/${job.id}`)).statusCode).toBe(403);
    expect((await inject('predict', 'DELETE', `/v1/jobs/${job.id}`)).statusCode).toBe(200);
    expect((await inject('train', 'POST', `/v1/jobs/${job.id}/retry`)).statusCode).toBe(403);
    expect((await inject('predict', 'POST', `/v1/jobs/${job.id}/retry`)).statusCode).toBe(202);
  });

  it('the board takes no writes, not even from an operator', async () => {
    const response = await inject('operator', 'PUT', '/admin/queues/api/queues/prediction-v1/pause');
    expect(response.json<Problem>()).toMatchObject({ status: 405, code: 'method_not_allowed' });
  });
});

describe('another workspace', () => {
  it('sees nothing of this one', async () => {
    const { imageId } = job.input as { imageId: string };
    for (const [method, url, payload, code] of [
      ['GET', `/v1/jobs/${job.id}`, undefined, 'job_not_found'],
      ['DELETE', `/v1/jobs/${job.id}`, undefined, 'job_not_found'],
      ['POST', `/v1/jobs/${job.id}/retry`, undefined, 'job_not_found'],
      ['GET', `/v1/jobs/${job.id}/events`, undefined, 'job_not_found'],
      ['GET', `/v1/events?jobs=${job.id}`, undefined, 'job_not_found'],
      ['POST', `/v1/jobs/${job.id}/review`, { label: 'normal', aiSeen: true }, 'job_not_found'],
      ['GET', `/v1/jobs/${job.id}/reviews`, undefined, 'job_not_found'],
      ['DELETE', `/v1/jobs/${job.id}/review`, undefined, 'job_not_found'],
      ['GET', `/v1/images/${imageId}`, undefined, 'image_not_found'],
      ['POST', '/v1/predictions', { imageId, model: 'compact-1' }, 'model_not_found'],
      ['GET', '/v1/datasets/ds-1', undefined, 'dataset_not_found'],
      ['POST', '/v1/trainings', { dataset: 'ds-1', architecture: 'cnn' }, 'dataset_not_found'],
      ['GET', '/v1/models/compact-1', undefined, 'version_not_found'],
      ['GET', '/v1/models/compact-1/files/model.onnx', undefined, 'version_not_found'],
      ['DELETE', '/v1/models/compact-1', undefined, 'version_not_found'],
      ['GET', '/v1/models/aliases/champion', undefined, 'alias_not_found'],
      ['PUT', '/v1/models/aliases/champion', { version: 'compact-1' }, 'version_not_found'],
    ] as const) {
      const response = await inject('other', method, url, payload);
      expect([url, response.statusCode, response.json<Problem>().code]).toEqual([url, 404, code]);
    }
    expect((await inject('other', 'GET', '/v1/jobs')).json()).toEqual({ jobs: [] });
    expect((await inject('other', 'GET', '/v1/models')).json()).toEqual({ models: [], aliases: [] });
  });
});

describe('without keys', () => {
  let open: TestApp;
  beforeAll(async () => {
    open = await createTestApp();
  });
  afterAll(() => open.close());

  const call = (method: 'GET' | 'POST', headers: Record<string, string>) =>
    open.app.inject({ method, url: method === 'GET' ? '/v1/me' : '/v1/trainings', headers });

  it('this machine may do everything', async () => {
    const me = (await open.app.inject('/v1/me')).json<Me>();
    expect(me).toMatchObject({ workspace: 'default', keyId: 'local', access: 'open' });
    expect(me.scopes).toContain('operator');
  });

  it.each(['localhost', 'localhost:8080', '127.0.0.1:8080', '[::1]:8080'])('the host %s is served', async (host) => {
    expect((await call('GET', { host })).statusCode).toBe(200);
  });

  it.each(['evil.test', 'evil.test:8080', 'localhost.evil.test', '192.168.0.1', '127.0.0.1.evil.test'])(
    'the host "%s" is not: a stranger may have pointed it here',
    async (host) => {
      expect((await call('GET', { host })).json<Problem>()).toMatchObject({ status: 403, code: 'host_not_allowed' });
      expect((await open.app.inject({ url: '/healthz', headers: { host } })).statusCode).toBe(200);
    },
  );

  it.each([{ origin: 'https://evil.test' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }])(
    'pages of other sites cannot write: %o',
    async (headers) => {
      expect((await call('POST', headers)).json<Problem>()).toMatchObject({ status: 403, code: 'host_not_allowed' });
    },
  );

  it('pages of this machine can', async () => {
    const headers = { origin: 'http://localhost:5173', 'sec-fetch-site': 'same-site' };
    expect((await call('POST', headers)).json<Problem>().code).toBe('validation_failed');
  });

  it('the first key that is stored closes it', async () => {
    let nowMs = 0;
    const authenticator = createAuthenticator({
      apiKeys: open.apiKeys,
      workspace: 'default',
      openWithoutKeys: true,
      nowMs: () => nowMs,
    });
    expect(await authenticator.isOpen()).toBe(true);
    await open.apiKeys.create({ workspace: 'default', scopes: ['admin'], name: 'first' });
    nowMs += 31_000;
    expect(await authenticator.isOpen()).toBe(false);
    await expect(authenticator.authenticate(undefined)).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});
