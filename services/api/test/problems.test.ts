import type { Problem } from '@pneumo/shared/contracts';
import { ERROR_CODES, isErrorCode } from '@pneumo/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from './create-test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp({ settings: { rateLimitPerMinute: 50 } });
});
afterAll(() => test.close());

describe('problems', () => {
  it.each([
    ['GET', '/nowhere', 404, 'not_found'],
    ['GET', '/v1/nowhere', 404, 'not_found'],
    ['GET', '/v1/%zz', 400, 'malformed_body'],
    ['PATCH', '/v1/jobs', 405, 'method_not_allowed'],
    ['DELETE', '/v1/models/aliases/champion', 405, 'method_not_allowed'],
    ['POST', '/healthz', 405, 'method_not_allowed'],
    ['GET', '/v1/images/not-a-hash', 404, 'image_not_found'],
    ['GET', `/v1/images/${'0'.repeat(64)}`, 404, 'image_not_found'],
  ] as const)('%s %s is answered with one', async (method, url, status, code) => {
    const response = await test.app.inject({ method, url });
    expect(response.headers['content-type']).toBe('application/problem+json');
    const problem = response.json<Problem>();
    expect(problem).toMatchObject({ status, code, title: ERROR_CODES[code].title, advice: ERROR_CODES[code].advice });
    expect(problem.type).toBe(`urn:pneumo:problem:${code}`);
    expect(problem.instance).toMatch(/^urn:pneumo:request:[0-9a-f-]{36}$/);
    expect(response.statusCode).toBe(status);
    if (status === 405)
      expect(response.headers['allow']).toContain(url === '/healthz' ? 'GET' : url === '/v1/jobs' ? 'GET' : 'PUT');
  });

  it('say every error of a body', async () => {
    const payload = { dataset: 'UPPER', seed: 'x', hyperparameters: { epochs: -1 } };
    const problem = (await test.app.inject({ method: 'POST', url: '/v1/trainings', payload })).json<Problem>();
    expect(problem).toMatchObject({ status: 400, code: 'validation_failed' });
    const paths = problem.errors?.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['/dataset', '/seed', '/hyperparameters/epochs']));
  });

  it('tell nothing of the inside of a fault of ours', async () => {
    // A stored data set that no code of ours could have written.
    await test.runtime.store.put('default/datasets/broken/manifest.json', 'secret inside');
    const response = await test.app.inject('/v1/datasets/broken');
    expect(response.json<Problem>()).toMatchObject({ status: 500, code: 'internal_error' });
    expect(response.body).not.toContain('secret');
  });

  it('take no plain text, which a form of another site could post', async () => {
    const headers = { 'content-type': 'text/plain' };
    const response = await test.app.inject({ method: 'POST', url: '/v1/trainings', headers, payload: '{}' });
    expect(response.json<Problem>()).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  });

  it('come with 429 and Retry-After when a key asks too often', async () => {
    const responses = await Promise.all(Array.from({ length: 51 }, () => test.app.inject('/v1/me')));
    const refused = responses.find(({ statusCode }) => statusCode === 429);
    expect(refused?.json<Problem>()).toMatchObject({ status: 429, code: 'rate_limited' });
    expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(0);
    expect((await test.app.inject('/healthz')).statusCode).toBe(200);
  });

  it('have codes that are listed', () => {
    expect(isErrorCode('rate_limited')).toBe(true);
    expect(isErrorCode('toString')).toBe(false);
  });
});
