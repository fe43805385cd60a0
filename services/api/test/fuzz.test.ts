import { ERROR_CODES, type Problem } from '@pneumo/shared/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seededRandom } from '../../../packages/imaging/src/pure/seeded-random.ts';
import { fuzzSources } from '../../../packages/imaging/test/fuzz-sources.ts';
import { mutateFile } from '../../../packages/imaging/test/mutate-file.ts';
import { createTestApp, type TestApp } from './create-test-app.ts';
import { form } from './forms.ts';
import { relatedBody, relatedType } from './related-body.ts';
import { putChampion } from './samples.ts';

const FILES = 300;
const AT_ONCE = 20;

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
  await putChampion(test.runtime, test.principal);
});
afterAll(() => test.close());

const predict = async (bytes: Uint8Array) => {
  const body = await form([{ field: 'image', bytes }]);
  return test.app.inject({ method: 'POST', url: '/v1/predictions', ...body });
};

it('answers damaged files with a job or a problem of 4xx, and is ready afterwards', { timeout: 120_000 }, async () => {
  const random = seededRandom('gateway fuzz');
  const sources = await fuzzSources();
  const statuses = new Map<number, number>();
  for (let done = 0; done < FILES; done += AT_ONCE) {
    const files = Array.from({ length: AT_ONCE }, (_, at) =>
      mutateFile(sources[(done + at) % sources.length]!, sources, random),
    );
    for (const response of await Promise.all(files.map(predict))) {
      const { statusCode } = response;
      statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
      if (statusCode === 202) continue;
      const { code } = response.json<Problem>();
      expect(ERROR_CODES).toHaveProperty(code);
      expect(statusCode).toBeGreaterThanOrEqual(400);
      expect(statusCode).toBeLessThan(500);
    }
  }
  expect(statuses.get(202)).toBeGreaterThan(FILES / 20);
  expect(statuses.get(422)).toBeGreaterThan(FILES / 5);
  expect((await test.app.inject('/readyz')).statusCode).toBe(200);
});

it('answers damaged STOW-RS bodies the same way', { timeout: 120_000 }, async () => {
  const random = seededRandom('stow fuzz');
  const sources = (await fuzzSources()).filter((bytes) => bytes.length < 50_000);
  const whole = relatedBody(sources.slice(6, 9));
  for (let done = 0; done < 100; done += 1) {
    const headers = { 'content-type': relatedType() };
    const payload = mutateFile(whole, sources, random);
    const response = await test.app.inject({ method: 'POST', url: '/v1/dicomweb/studies', headers, payload });
    expect([200, 202, 400, 409, 413, 415]).toContain(response.statusCode);
  }
});
