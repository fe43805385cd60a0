import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiTypes } from '../../packages/client/generate/api-types.ts';
import { KEYED_PATHS } from '../../packages/client/src/idempotency-key.ts';
import { createTestApp, type TestApp } from '../../services/api/test/create-test-app.ts';

const CLIENT = new URL('../../packages/client/', import.meta.url);
const STALE = 'is stale: run `pnpm client:generate` and commit what it writes';

let test: TestApp;
let document: { paths: Record<string, object> };

beforeAll(async () => {
  test = await createTestApp();
  document = (await test.app.inject('/openapi.json')).json<typeof document>();
});
afterAll(() => test.close());

describe('what @pneumo/client is made of', () => {
  it('is the description that the gateway gives of itself', async () => {
    const committed: unknown = JSON.parse(await readFile(new URL('openapi.json', CLIENT), 'utf8'));
    // Compared here, so that a difference is told in one line and not in thousands.
    expect(JSON.stringify(committed) === JSON.stringify(document), `packages/client/openapi.json ${STALE}`).toBe(true);
  });

  it('has the types of this description', { timeout: 60_000 }, async () => {
    const committed = await readFile(new URL('src/generated/api.ts', CLIENT), 'utf8');
    expect((await apiTypes(document)) === committed, `packages/client/src/generated/api.ts ${STALE}`).toBe(true);
  });

  it('sends an Idempotency-Key with exactly the calls that read one', () => {
    const reading = Object.entries(document.paths).flatMap(([path, methods]) =>
      JSON.stringify(methods).includes('"name":"Idempotency-Key"') ? [path] : [],
    );
    expect(reading.sort()).toEqual([...KEYED_PATHS].sort());
  });
});
