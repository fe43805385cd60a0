import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiKeys, createObjectStore, type ObjectStore, objectKeys } from '@pneumo/shared/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, runtimeSettingsOf } from '../../../test/setup/context.ts';
import { createTestRuntime, PRINCIPAL } from '../../shared/test/create-test-runtime.ts';
import { predictionInput } from '../../shared/test/job-samples.ts';
import { canStartRedis, type OwnRedis, startOwnRedis } from '../../shared/test/start-own-redis.ts';
import { createTestCli } from './create-test-cli.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pneumo-operator-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The settings of a service as its environment has them. */
const servicesOf = (settings: object): Record<string, string> =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]));

describe('pneumo keys', () => {
  let store: ObjectStore;
  let cli: ReturnType<typeof createTestCli>;
  let services: Record<string, string>;
  beforeAll(() => {
    const context = createTestContext();
    services = servicesOf(runtimeSettingsOf(context));
    store = createObjectStore(context.s3);
    cli = createTestCli({ dataDir: folder, services });
    return () => store.close();
  });
  const json = async <T>(...args: string[]): Promise<T> => {
    const { exitCode, stdout, stderr } = await cli('keys', ...args, '--json');
    expect([exitCode, stderr]).toEqual([0, expect.any(String)]);
    return JSON.parse(stdout) as T;
  };
  type Made = { key: string; keyId: string };

  it('shows a key once, lets it in with its scopes in its workspace, and ends it for ever', async () => {
    const first = await cli('keys', 'create', '--name', 'reading room', '--scopes', 'predict,review');
    expect([first.exitCode, first.stderr]).toEqual([0, expect.stringContaining('first key')]);
    const [key] = first.stdout.split('\n') as [string];
    const apiKeys = createApiKeys(store);
    const principal = await apiKeys.verify(key);
    expect(principal).toMatchObject({ workspace: 'default', scopes: ['predict', 'review'] });

    const other = await json<Made>(
      'create',
      '--name',
      'ward',
      '--scopes',
      'admin',
      '--workspace',
      'ward',
      '--expires',
      '90d',
    );
    expect(await apiKeys.verify(other.key)).toMatchObject({ workspace: 'ward', keyId: other.keyId });

    const listed = await cli('keys', 'list', '--all', '--json');
    const { keys } = JSON.parse(listed.stdout) as { keys: { name: string; keyId: string; expiresAt?: string }[] };
    expect(keys.map(({ name }) => name)).toEqual(['reading room', 'ward']);
    const days = (Date.parse(keys[1]!.expiresAt!) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(89);
    expect(days).toBeLessThan(91);
    const text = (await cli('keys', 'list')).stdout;
    expect(text).toContain('reading room');
    expect(text).not.toContain('ward');
    for (const secret of [key, other.key, '"salt"', '"hash"']) expect(listed.stdout + text).not.toContain(secret);

    const revoked = await cli('keys', 'revoke', principal!.keyId);
    expect([revoked.exitCode, revoked.stdout]).toEqual([0, expect.stringContaining('within 30 seconds')]);
    expect(await apiKeys.verify(key)).toBeUndefined();
    expect((await cli('keys', 'list')).stdout).toMatch(/reading room .*revoked 2/);
    expect((await cli('keys', 'revoke', principal!.keyId)).exitCode).toBe(0);
    const unknown = await cli('keys', 'revoke', '0123456789abcdef');
    expect([unknown.exitCode, unknown.stderr]).toEqual([1, expect.stringContaining('There is no key')]);
  });

  it('refuses what makes no key', async () => {
    for (const wrong of [
      ['--name', 'x', '--scopes', 'everything'],
      ['--name', 'x', '--scopes', 'predict', '--expires', 'yesterday'],
      ['--name', 'x', '--scopes', 'predict', '--expires', '2020-01-01'],
      ['--name', 'x', '--scopes', 'predict', '--workspace', '_system'],
      ['--scopes', 'predict'],
    ]) {
      const { exitCode, stderr } = await cli('keys', 'create', ...wrong);
      expect([wrong, exitCode]).toEqual([wrong, 2]);
      expect(stderr).not.toBe('');
    }
  });

  it('says what is wrong with the store: none known, another key, away', async () => {
    const none = await createTestCli({ dataDir: join(folder, 'nothing') })('keys', 'list');
    expect([none.exitCode, none.stderr]).toEqual([3, expect.stringContaining('S3_ENDPOINT')]);
    const wrong = createTestCli({ dataDir: folder, services: { ...services, S3_SECRET_KEY: 'wrong-secret-key' } });
    const refused = await wrong('keys', 'list');
    expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining('S3_SECRET_KEY')]);
    const gone = createTestCli({ dataDir: folder, services: { ...services, S3_ENDPOINT: 'http://127.0.0.1:1' } });
    const away = await gone('keys', 'list');
    expect([away.exitCode, away.stderr]).toEqual([3, expect.stringContaining('does not answer')]);
  });

  it('finds the store of a local start by its data folder', async () => {
    const dataDir = join(folder, 'local');
    await mkdir(dataDir);
    const { S3_SECRET_KEY: secret, ...told } = services;
    const secretFile = join(dataDir, 'store-secret');
    await writeFile(secretFile, secret!);
    await writeFile(join(dataDir, 'run.json'), JSON.stringify({ pid: 1, services: told, secretFile }));
    const { exitCode, stdout } = await createTestCli({ dataDir })('keys', 'list', '--all');
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('reading room')]);
  });
});

describe.skipIf(!canStartRedis)('pneumo reconcile (skipped where redis-server is absent)', () => {
  let redis: OwnRedis;
  beforeAll(async () => {
    redis = await startOwnRedis();
  });
  afterAll(() => redis.remove());

  it('queues again what an emptied Redis has forgotten, changes nothing when run again, and says when Redis is away', async () => {
    const runtime = await createTestRuntime({ REDIS_URL: redis.url });
    const cli = createTestCli({ dataDir: folder, services: servicesOf(runtime.settings) });
    const ids = [
      await runtime.accept('prediction', predictionInput()),
      await runtime.accept('prediction', predictionInput()),
    ];
    await runtime.redis.flushall();
    expect((await runtime.queues.counts()).prediction.backlog).toBe(0);
    const { exitCode, stdout } = await cli('reconcile', '--json');
    expect([exitCode, JSON.parse(stdout)]).toEqual([0, { pending: 2, queuedAgain: 2, finished: 0, unmended: 0 }]);
    const waiting = await runtime.queues
      .all()
      .find(({ name }) => name.startsWith('prediction'))!
      .getJobs(['prioritized']);
    expect(waiting.map(({ id }) => id).sort()).toEqual(ids.map(({ id }) => id).sort());
    expect((await cli('reconcile')).stdout).toContain('queued again: 0');

    await runtime.store.put(objectKeys.pending(PRINCIPAL.workspace, runtime.jobs.newJobId()), 'not json');
    const damaged = await cli('reconcile');
    expect([damaged.exitCode, damaged.stdout]).toEqual([1, expect.stringContaining('could not be mended: 1')]);
    await runtime.close();
    await redis.kill();
    const away = await cli('reconcile');
    expect([away.exitCode, away.stderr]).toEqual([
      3,
      expect.stringMatching(/Redis at 127\.0\.0\.1:\d+ does not answer/),
    ]);
  });
});
