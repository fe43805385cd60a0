import { afterEach, describe, it } from 'vitest';
import { startRedisCluster } from '../redis/redis-cluster.ts';
import { startWatchedRedis } from '../redis/redis-sentinels.ts';
import { makeCertificate, missing, openServers, type Servers } from '../redis/start-servers.ts';
import { testEnv } from '../setup/env.ts';
import { startTestStack } from './test-stack.ts';
import { walkMainJob } from './walk/walk-main-job.ts';

const PASSWORD = 'p@ss:word/1';
const WHO = `:${encodeURIComponent(PASSWORD)}`;

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const open = async (): Promise<Servers> => {
  const servers = await openServers();
  closers.push(() => servers.stop());
  return servers;
};

/** The gateway and its workers as processes of their own, on the Redis that the address names. */
const startOn = async (url: string, caFile: string): Promise<string> => {
  const stack = await startTestStack({ redis: { url, caFile } });
  closers.push(() => stack.close());
  return stack.url;
};

const lacking = [...missing, ...(testEnv.long ? [] : ['PNEUMO_TEST_LONG=1'])];
const title =
  lacking.length === 0 ? 'the main job, whole' : `the main job, whole (skipped: there is no ${lacking.join(', ')})`;

describe.skipIf(lacking.length > 0)(title, { timeout: 300_000 }, () => {
  it('on a Redis Cluster of three masters, by TLS and password', async () => {
    const servers = await open();
    const tls = makeCertificate(servers.folder);
    const nodes = await startRedisCluster(servers, PASSWORD, tls);
    await walkMainJob(await startOn(`rediss+cluster://${WHO}@${nodes.join(',')}`, tls.ca));
  });

  it('behind sentinels, by TLS and passwords, while the master is killed: no job is lost, none doubled', async () => {
    const servers = await open();
    const tls = makeCertificate(servers.folder);
    const { nodesAndMaster, failOver } = await startWatchedRedis(servers, PASSWORD, tls);
    const address = `rediss+sentinel://${WHO}@${nodesAndMaster}?sentinelPassword=${encodeURIComponent(PASSWORD)}`;
    await walkMainJob(await startOn(address, tls.ca), { whileJobsRun: failOver });
  });
});
