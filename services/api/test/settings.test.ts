import type { Problem, WorkspaceSettings } from '@pneumo/shared/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from './create-test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

const get = (headers: Record<string, string> = {}) => test.app.inject({ method: 'GET', url: '/v1/settings', headers });
const put = (payload: unknown, headers: Record<string, string> = { 'if-match': '*' }) =>
  test.app.inject({
    method: 'PUT',
    url: '/v1/settings',
    headers: { 'content-type': 'application/json', ...headers },
    payload: JSON.stringify(payload),
  });

describe('GET and PUT /v1/settings', () => {
  beforeEach(async () => {
    await put({ prevalence: null, shadowShare: 1 });
  });

  it('change what is named, keep the rest, and tell who changed what', async () => {
    const before = (await get()).json<WorkspaceSettings>().history.length;
    await put({ prevalence: 0.2 });
    const changed = await put({ shadowShare: 0.25 });
    expect(changed.json<WorkspaceSettings>()).toMatchObject({ prevalence: 0.2, shadowShare: 0.25 });
    const read = await get();
    expect(read.json<WorkspaceSettings>()).toEqual(changed.json());
    expect(read.headers['etag']).toBe(changed.headers['etag']);
    expect(read.json<WorkspaceSettings>().history.slice(before)).toEqual([
      { prevalence: 0.2, shadowShare: 1, changedAt: expect.any(String), changedBy: 'local' },
      { prevalence: 0.2, shadowShare: 0.25, changedAt: expect.any(String), changedBy: 'local' },
    ]);
    await put({ prevalence: null });
    expect((await get()).json<WorkspaceSettings>()).toMatchObject({ prevalence: null, shadowShare: 0.25 });
  });

  it('let one of many through that read the same, and all that do not mind', async () => {
    const etag = (await get()).headers['etag']!;
    const values = [0.1, 0.2, 0.3, 0.4];
    const answers = await Promise.all(values.map((prevalence) => put({ prevalence }, { 'if-match': etag })));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412, 412, 412]);
    const lost = answers.find(({ statusCode }) => statusCode === 412)!;
    expect(lost.json<Problem>().code).toBe('settings_changed');
    const before = (await get()).json<WorkspaceSettings>().history.length;
    const all = await Promise.all(values.map((prevalence) => put({ prevalence })));
    expect(all.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
    expect((await get()).json<WorkspaceSettings>().history).toHaveLength(before + values.length);
  });

  it.each([
    ['no condition', { prevalence: 0.2 }, {}, 428, 'precondition_required'],
    ['a prevalence of certainty', { prevalence: 1 }, { 'if-match': '*' }, 400, 'validation_failed'],
    ['a share above all', { shadowShare: 1.5 }, { 'if-match': '*' }, 400, 'validation_failed'],
    ['a name that is none', { prevalance: 0.2 }, { 'if-match': '*' }, 400, 'validation_failed'],
  ])('refuse %s', async (_name, payload, headers, status, code) => {
    const before = (await get()).json<WorkspaceSettings>();
    expect((await put(payload, headers as Record<string, string>)).json<Problem>()).toMatchObject({ status, code });
    expect((await get()).json<WorkspaceSettings>()).toEqual(before);
  });
});

describe('settings of a workspace', () => {
  it('are read by any key, changed with the scope to promote, and are nobody else’s', async () => {
    const keyed = await createTestApp({ openWithoutKeys: false });
    try {
      const keyOf = async (
        workspace: string,
        scopes: ('predict' | 'promote')[],
      ): Promise<{ authorization: string }> => {
        const { key } = await keyed.apiKeys.create({ workspace, scopes, name: 'test' });
        return { authorization: `Bearer ${key}` };
      };
      const [reader, chief, other] = await Promise.all([
        keyOf('ward', ['predict']),
        keyOf('ward', ['promote']),
        keyOf('clinic', ['predict']),
      ]);
      const change = (headers: Record<string, string>) =>
        keyed.app.inject({
          method: 'PUT',
          url: '/v1/settings',
          headers: { 'if-match': '"unset"', 'content-type': 'application/json', ...headers },
          payload: '{"prevalence":0.05}',
        });
      expect((await change(reader)).json<Problem>()).toMatchObject({ status: 403, code: 'forbidden' });
      expect((await change(chief)).statusCode).toBe(200);
      const seen = async (headers: Record<string, string>) =>
        (await keyed.app.inject({ method: 'GET', url: '/v1/settings', headers })).json<WorkspaceSettings>();
      expect((await seen(reader)).prevalence).toBe(0.05);
      expect(await seen(other)).toMatchObject({ prevalence: null, history: [] });
    } finally {
      await keyed.close();
    }
  });
});
