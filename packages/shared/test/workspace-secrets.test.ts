import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestContext } from '../../../test/setup/context.ts';
import { createObjectStore, createWorkspaceSecrets, objectKeys } from '../src/runtime/index.ts';

const store = createObjectStore(createTestContext().s3);
beforeAll(() => store.ensureBucket());
afterAll(() => store.close());

test('many processes that need a secret at the same moment make one, and hash alike from then on', async () => {
  const hashes = await Promise.all(
    Array.from({ length: 8 }, () => createWorkspaceSecrets(store).keyedHash('ward', 'patient')),
  );
  const keys = hashes.map((hash) => hash('4711'));
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
  expect((await createWorkspaceSecrets(store).keyedHash('ward', 'patient'))('4711')).toBe(keys[0]);
  const stored = await Array.fromAsync(store.list('_system/'));
  expect(stored.map(({ key }) => key)).toEqual([objectKeys.workspaceSecret('ward')]);
  const { secret } = JSON.parse((await store.get(stored[0]!.key)).bytes.toString()) as { secret: string };
  expect(Buffer.from(secret, 'base64')).toHaveLength(32);
});

test('another workspace, another purpose and another text give another hash', async () => {
  const secrets = createWorkspaceSecrets(store);
  const hashes = [
    (await secrets.keyedHash('ward', 'patient'))('4711'),
    (await secrets.keyedHash('ward', 'patient'))('4712'),
    (await secrets.keyedHash('ward', 'file-name'))('4711'),
    (await secrets.keyedHash('clinic', 'patient'))('4711'),
  ];
  expect(new Set(hashes).size).toBe(4);
});

test('a damaged secret stops the work instead of making other people of known ones', async () => {
  await store.putJson(objectKeys.workspaceSecret('broken'), { schemaVersion: 1, workspace: 'broken', secret: 'eA==' });
  await expect(createWorkspaceSecrets(store).keyedHash('broken', 'patient')).rejects.toThrow('damaged');
});

test('a secret is not taken for a key of a caller', () => {
  expect(objectKeys.workspaceSecret('ward').startsWith(objectKeys.apiKeysFolder())).toBe(false);
});
