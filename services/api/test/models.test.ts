import { createHash } from 'node:crypto';
import type { Alias, AliasList, ModelList, ModelVersion, Problem, VersionManifest } from '@pneumo/shared/contracts';
import { objectKeys } from '@pneumo/shared/runtime';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from './create-test-app.ts';
import { putVersion } from './samples.ts';

const FILES = { 'model.onnx': Buffer.from('weights'), 'tfjs/model.json': Buffer.from('{"a":1}') };

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
  for (const version of ['one', 'two', 'three']) await putVersion(test.runtime, test.principal, version, FILES);
});
afterAll(() => test.close());

const put = (alias: string, payload: unknown, headers: Record<string, string> = {}) =>
  test.app.inject({
    method: 'PUT',
    url: `/v1/models/aliases/${alias}`,
    headers: { 'content-type': 'application/json', ...headers },
    payload: JSON.stringify(payload),
  });
const get = (path: string, headers: Record<string, string> = {}) =>
  test.app.inject({ method: 'GET', url: `/v1/models${path}`, headers });
const rollback = (alias: string) => test.app.inject({ method: 'POST', url: `/v1/models/aliases/${alias}/rollback` });

describe('versions', () => {
  it('are shown without their long lists, with the aliases that name them', async () => {
    await put('shown', { version: 'one' });
    const { models, aliases } = (await get('')).json<ModelList>();
    expect(models.map(({ version }) => version).sort()).toEqual(['one', 'three', 'two']);
    expect(aliases.map(({ alias }) => alias)).toContain('shown');
    const one = (await get('/one')).json<ModelVersion>();
    expect(one.aliases).toContain('shown');
    expect(one.dataset).toMatchObject({ id: 'ds-1', trainedOn: { images: 3, patients: 2 } });
    expect(one).not.toHaveProperty('network');
    const { drift, ...listed } = one;
    expect(drift).toEqual({ state: 'collecting', raised: false, because: [] });
    expect(models.find(({ version }) => version === 'one')).toEqual(listed);
    expect((await get('/none')).json<Problem>()).toMatchObject({ status: 404, code: 'version_not_found' });
  });

  it('give their files, each with its hash as ETag', async () => {
    const file = await get('/one/files/tfjs/model.json');
    expect(file.body).toBe('{"a":1}');
    expect(file.headers['content-type']).toBe('application/json');
    expect(file.headers['etag']).toBe(`"${createHash('sha256').update(FILES['tfjs/model.json']).digest('hex')}"`);
    expect((await get('/one/files/tfjs/model.json', { 'if-none-match': file.headers['etag']! })).statusCode).toBe(304);
    const weights = await get('/one/files/model.onnx');
    expect(weights.body).toBe('weights');
    expect(weights.headers['content-type']).toBe('application/octet-stream');
    const manifest = (await get('/one/files/manifest.json')).json<VersionManifest>();
    expect(manifest.dataset.trainedOn.images).toEqual(['a', 'b', 'c']);
  });

  it('give no other file, though it lies beside them', async () => {
    await test.runtime.store.put(objectKeys.versionFile('default', 'one', 'secret.txt'), 'x');
    for (const name of ['secret.txt', '..%2f..%2faliases%2fshown.json', 'constructor', 'tfjs']) {
      expect((await get(`/one/files/${name}`)).json<Problem>()).toMatchObject({ status: 404, code: 'file_not_found' });
    }
    expect((await get('/none/files/model.onnx')).json<Problem>()).toMatchObject({ code: 'version_not_found' });
  });

  it('are deleted unless an alias names them, and stay deleted', async () => {
    await putVersion(test.runtime, test.principal, 'four', FILES);
    await put('holder', { version: 'four' });
    const remove = () => test.app.inject({ method: 'DELETE', url: '/v1/models/four' });
    expect((await remove()).json<Problem>()).toMatchObject({ status: 409, code: 'version_in_use' });
    await put('holder', { version: 'one' }, { 'if-match': '*' });
    const removed = await remove();
    expect([removed.statusCode, removed.body]).toEqual([204, '']);
    expect((await remove()).json<Problem>()).toMatchObject({ status: 404, code: 'version_not_found' });
    expect((await put('holder', { version: 'four' }, { 'if-match': '*' })).json<Problem>().code).toBe(
      'version_not_found',
    );
  });
});

describe('aliases', () => {
  let alias: string;
  let number = 0;
  beforeEach(async () => {
    number += 1;
    alias = `alias-${number}`;
    await put(alias, { version: 'one', reason: 'first' });
  });

  it('are taken without a condition while they are new, and moved only with one', async () => {
    const read = await get(`/aliases/${alias}`);
    expect(read.json<Alias>()).toMatchObject({ version: 'one', history: [{ reason: 'first', movedBy: 'local' }] });
    const etag = read.headers['etag']!;
    expect(etag).toMatch(/^".+"$/);
    const bare = await put(alias, { version: 'two' });
    expect(bare.json<Problem>()).toMatchObject({ status: 428, code: 'precondition_required' });
    const moved = await put(alias, { version: 'two' }, { 'if-match': etag });
    expect(moved.json<Alias>().version).toBe('two');
    expect(moved.headers['etag']).toBe((await get(`/aliases/${alias}`)).headers['etag']);
    const stale = await put(alias, { version: 'three' }, { 'if-match': etag });
    expect(stale.json<Problem>()).toMatchObject({ status: 412, code: 'alias_changed' });
    const taken = await put(alias, { version: 'three' }, { 'if-none-match': '*' });
    expect(taken.json<Problem>()).toMatchObject({ status: 412, code: 'alias_changed' });
    expect((await put(alias, { version: 'three' }, { 'if-match': '*' })).statusCode).toBe(200);
    const { aliases } = (await get('/aliases')).json<AliasList>();
    expect(aliases.find((each) => each.alias === alias)?.history.map(({ version }) => version)).toEqual([
      'one',
      'two',
      'three',
    ]);
  });

  it('let one of many movers through that read the same', async () => {
    const etag = (await get(`/aliases/${alias}`)).headers['etag']!;
    const versions = ['two', 'three', 'two', 'three', 'two', 'three'];
    const responses = await Promise.all(versions.map((version) => put(alias, { version }, { 'if-match': etag })));
    expect(responses.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412, 412, 412, 412, 412]);
    expect((await get(`/aliases/${alias}`)).json<Alias>().history).toHaveLength(2);
  });

  it('go back to the version before, as long as there is one', async () => {
    expect((await rollback(alias)).json<Problem>()).toMatchObject({ status: 409, code: 'no_previous_version' });
    await put(alias, { version: 'two' }, { 'if-match': '*' });
    const back = await rollback(alias);
    expect(back.json<Alias>().version).toBe('one');
    expect(back.headers['etag']).toBeDefined();
    expect((await rollback('nobody')).json<Problem>()).toMatchObject({ status: 404, code: 'alias_not_found' });
  });

  it.each([
    ['an unknown version', 'new-1', { version: 'none' }, {}, 404, 'version_not_found'],
    ['no version', 'new-1', {}, {}, 400, 'validation_failed'],
    ['a name that is none', 'New_1', { version: 'one' }, {}, 400, 'validation_failed'],
    ['If-Match where nothing is', 'new-1', { version: 'one' }, { 'if-match': '"x"' }, 412, 'alias_changed'],
    ['If-None-Match with a tag', 'new-1', { version: 'one' }, { 'if-none-match': '"x"' }, 400, 'validation_failed'],
  ])('refuse %s', async (_name, name, payload, headers, status, code) => {
    expect((await put(name, payload, headers)).json<Problem>()).toMatchObject({ status, code });
    expect((await get('/aliases/new-1')).json<Problem>()).toMatchObject({ status: 404, code: 'alias_not_found' });
  });
});
