import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPort } from '../process/check-port.ts';
import { findFreePort } from '../process/free-port.ts';
import type { KeptProcess } from '../process/kept-process.ts';
import { openRedis } from '../redis/redis-ladder.ts';
import { openStore } from '../store/store-ladder.ts';
import { createClosers } from './closers.ts';
import { lockDataFolder, type RunFile, runFilePath } from './data-folder-lock.ts';
import { type ServiceKind, startService } from './service-process.ts';
import type { Stack, StackOptions, StackProcess } from './stack-types.ts';

const serviceStopTimeoutMs = 35_000;
const backendStopTimeoutMs = 10_000;

/** What `pneumo` and other tools need to work on the same Redis and store. */
const toldNames = [
  'REDIS_URL',
  'S3_ENDPOINT',
  'S3_ACCESS_KEY',
  'S3_REGION',
  'S3_BUCKET',
  'S3_PATH_STYLE',
  'PNEUMO_QUEUE_PREFIX',
  'PNEUMO_WORKSPACE',
];

/** Starts Redis, the store and the services on this machine. Rejects with a message for people, after closing what was open. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { local, log, onLine } = options;
  const host = options.host ?? '127.0.0.1';
  const closers = createClosers();
  const running = new Map<string, KeptProcess>();
  const details: Record<string, unknown> = {};
  const lock = lockDataFolder(options.dataDir);
  const { dataDir } = lock;
  closers.add(() => lock.release());

  const run: RunFile = { pid: process.pid, state: 'starting', startedAt: new Date().toISOString() };
  const processes = (): StackProcess[] =>
    [...running.values()].map((kept) => ({ name: kept.name, pid: kept.pid(), restarts: kept.restarts() }));
  const writeRunFile = (): void => {
    run.processes = processes().map(({ name, pid }) => ({ name, pid }));
    writeFileSync(runFilePath(dataDir), `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 });
  };
  closers.add(() => rmSync(runFilePath(dataDir), { force: true }));

  function keep(kept: KeptProcess, stopTimeoutMs: number): void {
    running.set(kept.name, kept);
    closers.add(() => kept.stop(stopTimeoutMs));
  }

  try {
    writeRunFile();
    const port = options.port ?? (await findFreePort());
    if (options.port !== undefined) await checkPort(port, host);
    const { path, isRoot } = local;
    const redis = await openRedis({ redisUrl: local.redisUrl, dataDir, path, isRoot, log });
    if (redis.process) keep(redis.process, backendStopTimeoutMs);
    const store = await openStore({ given: local.store, dataDir, path, log });
    if (store.process) keep(store.process, backendStopTimeoutMs);
    const s3 = store.settings;

    const serviceEnv = {
      ...local.handedOn,
      PNEUMO_CACHE_DIR: local.handedOn.PNEUMO_CACHE_DIR ?? join(dataDir, 'cache'),
      REDIS_URL: redis.url,
      S3_ENDPOINT: s3.endpoint,
      S3_ACCESS_KEY: s3.accessKey,
      S3_SECRET_KEY: s3.secretKey,
      S3_REGION: s3.region,
      S3_BUCKET: s3.bucket,
      S3_PATH_STYLE: String(s3.pathStyle),
      PNEUMO_HOST: host,
      PNEUMO_PORT: String(port),
      PNEUMO_DATA_DIR: dataDir,
      ...options.env,
    };

    // All services stop at the same time, each within its own limit.
    const services = new Set<KeptProcess>();
    closers.add(async () => {
      await Promise.all([...services].map((service) => service.stop(serviceStopTimeoutMs)));
    });
    const counts = new Map<ServiceKind, number>();
    async function add(kind: ServiceKind): Promise<string> {
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      const name = count === 1 ? kind : `${kind}-${count}`;
      const onReady = (said: Record<string, unknown>): void => {
        for (const [key, value] of Object.entries(said)) if (key !== 'type') details[key] = value;
        if (run.state === 'ready') setImmediate(writeRunFile);
      };
      const kept = await startService({ kind, name, env: serviceEnv, onLine, log, onReady });
      services.add(kept);
      running.set(name, kept);
      if (run.state === 'ready') writeRunFile();
      return name;
    }
    const wanted: ServiceKind[] = [
      'api',
      ...Array.from({ length: options.inferencers }, () => 'inferencer' as const),
      ...Array.from({ length: options.trainers }, () => 'trainer' as const),
    ];
    // Waits for all, so that a service which is still starting when another fails is known and stopped.
    const started = await Promise.allSettled(wanted.map(add));
    const failed = started.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;

    const url = `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}`;
    Object.assign(run, { state: 'ready', url, redisUrl: redis.url, storeEndpoint: s3.endpoint });
    run.services = Object.fromEntries(Object.entries(serviceEnv).filter(([name]) => toldNames.includes(name)));
    if (store.secretFile !== undefined) run.secretFile = store.secretFile;
    writeRunFile();

    const find = (name: string): KeptProcess => {
      const kept = running.get(name);
      if (!kept) throw new Error(`no process ${name}; there are ${[...running.keys()].join(', ')}`);
      return kept;
    };
    return {
      url,
      dataDir,
      redisUrl: redis.url,
      redisKind: redis.kind,
      s3,
      storeKind: store.kind,
      details,
      processes,
      add,
      kill: (name, signal = 'SIGKILL') => find(name).kill(signal),
      restart: (name) => find(name).restart(),
      end: (name) => find(name).stop(serviceStopTimeoutMs),
      stop: () => closers.run(),
      forceStop: () => {
        for (const kept of running.values()) kept.forceStop();
      },
    };
  } catch (error) {
    await closers.run().catch(() => undefined);
    throw error;
  }
}
