import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findFreePort } from '../../packages/local/src/process/free-port.ts';
import { parseRedisAddress } from '../../packages/shared/src/runtime/index.ts';
import { createTestRuntime, PRINCIPAL, type TestRuntime } from '../../packages/shared/test/create-test-runtime.ts';
import { predictionInput, predictionResult } from '../../packages/shared/test/job-samples.ts';
import { startRedisCluster } from './redis-cluster.ts';
import { startWatchedRedis } from './redis-sentinels.ts';
import { makeCertificate, missing, openServers, type Servers, tlsFlags } from './start-servers.ts';

const PASSWORD = 'p@ss:word/1';
const WHO = `pneumo:${encodeURIComponent(PASSWORD)}`;
/** What the services need, and nothing that only an operator needs. */
const USER = [
  '--user',
  'pneumo',
  'on',
  `>${PASSWORD}`,
  '~*',
  '&*',
  '+@all',
  '-@admin',
  '-@dangerous',
  '+info',
  '+keys',
  '+client',
];
const NO_DEFAULT = ['--user', 'default', 'off'];

let servers: Servers;
const open: TestRuntime[] = [];

beforeAll(async () => {
  servers = await openServers();
});
afterAll(async () => {
  await Promise.all(open.map((runtime) => runtime.close()));
  await servers.stop();
});

const openRuntime = async (settings: Parameters<typeof createTestRuntime>[0]): Promise<TestRuntime> => {
  const runtime = await createTestRuntime(settings);
  open.push(runtime);
  return runtime;
};

/** One job, from being accepted to its record, and all that Redis carries beside its queue. */
const runJob = async (runtime: TestRuntime): Promise<void> => {
  const { queues, live, reader } = runtime;
  const { id } = await runtime.accept('prediction', predictionInput());
  const later = await runtime.accept('prediction', predictionInput({ priority: 'urgent' }));
  expect((await queues.counts()).prediction.backlog).toBe(2);
  expect((await queues.oldestWaitingSeconds()).prediction).toBeGreaterThan(0);
  expect(await queues.remove('prediction', later.id)).toBe(true);
  await live.flagCancelled(later.id);
  expect(await live.cancelledAmong([id, later.id])).toEqual([later.id]);
  const worker = runtime.worker({
    kind: 'prediction',
    concurrency: 1,
    interruptible: false,
    handle: async ({ progress }) => {
      await progress({ done: 0, total: 1, unit: 'images', stage: 'looking' });
      return { result: predictionResult() };
    },
  });
  await worker.start();
  await vi.waitFor(async () => expect((await reader.read(PRINCIPAL, id)).state).toBe('succeeded'), { timeout: 20_000 });
  const query = { kinds: ['prediction'], states: ['succeeded'], limit: 5 } as const;
  await vi.waitFor(async () => expect(await live.listIndexed(PRINCIPAL.workspace, query)).toEqual([id]));
  expect((await live.eventsAfter('0-0')).map(({ event }) => event.state)).toContain('succeeded');
};

const title =
  missing.length === 0 ? 'a job goes its whole way' : `a job goes its whole way (without ${missing.join(', ')})`;

describe.skipIf(missing.length > 0)(title, { timeout: 60_000 }, () => {
  it('on one server, as a user with few rights', async () => {
    const port = await servers.start([...NO_DEFAULT, ...USER]);
    await runJob(await openRuntime({ REDIS_URL: `redis://${WHO}@127.0.0.1:${port}/3` }));
  });

  it('over TLS, by the authority that is named and no other', async () => {
    const tls = makeCertificate(servers.folder);
    const port = await findFreePort();
    await servers.start([...tlsFlags(tls, port), ...NO_DEFAULT, ...USER], port);
    const url = `rediss://${WHO}@127.0.0.1:${port}`;
    const runtime = await openRuntime({ REDIS_URL: url, REDIS_CA_FILE: tls.ca });
    await runJob(runtime);
    const distrusting = runtime.logLines.filter((line) => line.includes('Redis does not answer'));
    expect(distrusting).toEqual([]);
  });

  it('on a cluster of three masters, its keys in one slot', async () => {
    const nodes = await startRedisCluster(servers, PASSWORD);
    const url = `redis://:${encodeURIComponent(PASSWORD)}@${nodes.join(',')}`;
    await runJob(await openRuntime({ REDIS_URL: url }));
    await expect(createTestRuntime({ REDIS_URL: url, PNEUMO_QUEUE_PREFIX: 'bare' })).rejects.toThrow('braces');
  });

  it('behind sentinels, and goes on when the master dies', async () => {
    const { nodesAndMaster, failOver } = await startWatchedRedis(servers, PASSWORD);
    const who = `:${encodeURIComponent(PASSWORD)}`;
    const also = `sentinelPassword=${encodeURIComponent(PASSWORD)}`;
    const runtime = await openRuntime({ REDIS_URL: `redis+sentinel://${who}@${nodesAndMaster}?${also}` });
    await runJob(runtime);
    // Not before: it would queue again what was taken out of the queue by hand.
    runtime.reconciler.start();
    const { jobs } = runtime;
    const failed = failOver();
    await vi.waitFor(() => expect(runtime.redis.status).not.toBe('ready'), { timeout: 20_000 });
    // Accepted while nobody is master: durable, and queued as soon as there is one, long before the next round of the minute.
    const { id } = await jobs.accept(PRINCIPAL, { id: jobs.newJobId(), kind: 'prediction', input: predictionInput() });
    await failed;
    await vi.waitFor(async () => expect(await runtime.state(id)).toBe('succeeded'), { timeout: 30_000, interval: 200 });
  });
});

describe('the address of Redis', () => {
  it('tells servers, sentinels and clusters', () => {
    const node = (port: number, host = 'a') => ({ host, port });
    expect(parseRedisAddress('redis://a')).toEqual({ mode: 'single', tls: false, nodes: [node(6_379)], database: 0 });
    expect(parseRedisAddress(`rediss://${WHO}@a:1/2`)).toEqual({
      mode: 'single',
      tls: true,
      nodes: [node(1)],
      username: 'pneumo',
      password: PASSWORD,
      database: 2,
    });
    expect(parseRedisAddress('redis+sentinel://:x@a,b:2/main/4?sentinelPassword=y')).toEqual({
      mode: 'sentinel',
      tls: false,
      nodes: [node(26_379), node(2, 'b')],
      password: 'x',
      sentinelPassword: 'y',
      master: 'main',
      database: 4,
    });
    const cluster = { mode: 'cluster', tls: true, database: 0 };
    expect(parseRedisAddress('rediss://a:1,rediss://b:2')).toEqual({ ...cluster, nodes: [node(1), node(2, 'b')] });
    expect(parseRedisAddress('rediss+cluster://[::1]:1')).toEqual({ ...cluster, nodes: [node(1, '::1')] });
  });

  it.each([
    'http://a',
    'redis://',
    'redis+sentinel://a',
    'redis://a,b/1',
    'redis://:secret@a/x',
    'redis://:secret@a:port',
  ])('refuses %s without repeating its password', (url) => {
    expect(() => parseRedisAddress(url)).toThrow(/^REDIS_URL is not valid/);
    expect(() => parseRedisAddress(url)).not.toThrow(/secret/);
  });
});
