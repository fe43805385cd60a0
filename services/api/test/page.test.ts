import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Me, Problem } from '@pneumo/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from './create-test-app.ts';

const NAVIGATION = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

let test: TestApp;
let key: string;
let pageDir: string;

const navigate = (url: string) => test.app.inject({ url, headers: NAVIGATION });

beforeAll(async () => {
  pageDir = await mkdtemp(join(tmpdir(), 'pneumo-page-'));
  await mkdir(join(pageDir, 'assets'));
  await writeFile(join(pageDir, 'index.html'), '<!doctype html><title>the page</title>');
  await writeFile(join(pageDir, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(pageDir, 'assets', 'index-abc.js'), 'export {};');
  await writeFile(join(pageDir, 'assets', 'index-abc.js.br'), 'compressed');
  test = await createTestApp({ openWithoutKeys: false, pageDir });
  key = (await test.apiKeys.create({ workspace: 'default', scopes: ['predict'], name: 'reader' })).key;
});
afterAll(async () => {
  await test.close();
  await rm(pageDir, { recursive: true });
});

describe('the page', () => {
  it.each(['/', '/assess', '/assess/0192', '/jobs', '/models/compact-1'])('answers a browser at %s', async (url) => {
    const response = await navigate(url);
    expect(response.statusCode).toBe(200);
    expect(response.body).toContain('the page');
    expect(response.headers['cache-control']).toBe('no-cache');
    const policy = String(response.headers['content-security-policy']);
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|data:|blob:|\*/);
  });

  it.each(['/v1/nothing', '/docs/nothing', '/assets/nothing.js', '/nothing.js'])('leaves %s alone', async (url) => {
    const response = await navigate(url);
    expect(response.statusCode).toBeGreaterThanOrEqual(400);
    expect(response.body).not.toContain('the page');
  });

  it('tells programs that nothing is there', async () => {
    const response = await test.app.inject({ url: '/jobs', headers: { accept: 'application/json' } });
    expect(response.json<Problem>().code).toBe('not_found');
    expect((await test.app.inject({ method: 'POST', url: '/jobs' })).json<Problem>().code).toBe('not_found');
  });

  it('is kept by its hashed names, and nothing beside it is served', async () => {
    const script = await test.app.inject('/assets/index-abc.js');
    expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(script.headers['content-type']).toContain('javascript');
    // What a worker is made of says what the worker may do.
    expect(script.headers['content-security-policy']).toBe((await navigate('/')).headers['content-security-policy']);
    const headers = { 'accept-encoding': 'gzip, br' };
    const compressed = await test.app.inject({ url: '/assets/index-abc.js', headers });
    expect([compressed.headers['content-encoding'], compressed.body]).toEqual(['br', 'compressed']);
    expect((await test.app.inject('/icon.svg')).headers['content-type']).toContain('image/svg+xml');
    expect((await test.app.inject('/assets/..%2findex.html')).statusCode).toBeGreaterThanOrEqual(400);
  });
});

describe('a session of the page', () => {
  const signIn = async (): Promise<string> => {
    const response = await test.app.inject({
      method: 'POST',
      url: '/v1/session',
      headers: { authorization: `Bearer ${key}` },
    });
    expect(response.statusCode).toBe(204);
    return String(response.headers['set-cookie']);
  };
  const cookieIn = (setCookie: string): string => setCookie.split(';')[0]!;

  it('stands for its key, out of reach of scripts and other sites', async () => {
    const setCookie = await signIn();
    expect(setCookie).toMatch(/; HttpOnly; SameSite=Strict/);
    const me = await test.app.inject({ url: '/v1/me', headers: { cookie: `a=b; ${cookieIn(setCookie)}` } });
    expect(me.json<Me>()).toMatchObject({ workspace: 'default', scopes: ['predict'], access: 'keys' });
  });

  it('is not begun with a wrong key', async () => {
    const headers = { authorization: 'Bearer pneumo_wrong' };
    const response = await test.app.inject({ method: 'POST', url: '/v1/session', headers });
    expect(response.json<Problem>().code).toBe('unauthenticated');
    expect(response.headers['set-cookie']).toBeUndefined();
  });

  it('writes only for the page itself', async () => {
    const cookie = cookieIn(await signIn());
    const write = async (headers: Record<string, string>): Promise<string | undefined> => {
      const asked = { method: 'DELETE', url: '/v1/jobs/01926f00-0000-7000-8000-000000000000' } as const;
      const response = await test.app.inject({ ...asked, headers: { cookie, host: 'pneumo.test', ...headers } });
      return response.json<Problem>().code;
    };
    expect(await write({ 'sec-fetch-site': 'same-origin' })).toBe('job_not_found');
    expect(await write({ origin: 'https://pneumo.test' })).toBe('job_not_found');
    expect(await write({ origin: 'https://elsewhere.test' })).toBe('host_not_allowed');
    expect(await write({ 'sec-fetch-site': 'same-site' })).toBe('host_not_allowed');
    expect(await write({})).toBe('host_not_allowed');
  });

  it('ends when asked to', async () => {
    const cookie = cookieIn(await signIn());
    const headers = { cookie, 'sec-fetch-site': 'same-origin' };
    const response = await test.app.inject({ method: 'DELETE', url: '/v1/session', headers });
    expect(String(response.headers['set-cookie'])).toMatch(/^pneumo_session=;.*Max-Age=0/);
  });
});
