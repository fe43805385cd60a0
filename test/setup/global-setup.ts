import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openRedis, openStore, type StoreSettings } from '../../packages/local/src/index.ts';
import type { TestContainers } from './containers.ts';
import { dockerAnswers } from './docker-engine.ts';
import { testEnv } from './env.ts';

declare module 'vitest' {
  interface ProvidedContext {
    redisUrl: string;
    s3: StoreSettings;
    /** A MinIO for the store suite; null where there is none. */
    minio: StoreSettings | null;
  }
}

const log = (line: string): void => console.log(line);

function givenStore(): StoreSettings | undefined {
  const { endpoint, ...rest } = testEnv.s3;
  return endpoint === undefined ? undefined : { ...rest, endpoint, bucket: 'pneumo', pathStyle: true };
}

async function tryContainers(): Promise<TestContainers | undefined> {
  if (!(await dockerAnswers(testEnv.dockerHost))) return undefined;
  try {
    // Loaded only where an engine answers: testcontainers takes a second to load.
    const { startContainers } = await import('./containers.ts');
    return await startContainers();
  } catch (error) {
    log(`containers did not start, using this machine instead: ${String(error)}`);
    return undefined;
  }
}

/** Starts one Redis and one store for the whole run and tells the suites where they are. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const containers = await tryContainers();
  if (containers) {
    log('tests run on Redis and MinIO in containers');
    project.provide('redisUrl', containers.redisUrl);
    project.provide('s3', containers.s3);
    project.provide('minio', containers.s3);
    return () => containers.stop();
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'pneumo-test-'));
  const { path } = testEnv;
  const redis = await openRedis({ redisUrl: testEnv.redisUrl, dataDir, path, isRoot: process.getuid?.() === 0, log });
  const store = await openStore({ given: givenStore(), dataDir, path, log });
  log(`tests run on Redis (${redis.kind}) and store (${store.kind})`);
  project.provide('redisUrl', redis.url);
  project.provide('s3', store.settings);
  project.provide('minio', store.kind === 'embedded' ? null : store.settings);
  return async () => {
    await store.process?.stop(5_000);
    await redis.process?.stop(5_000);
    await rm(dataDir, { recursive: true, force: true });
  };
}
