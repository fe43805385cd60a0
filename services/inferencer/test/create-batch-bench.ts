import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDecodePool } from '@pneumo/imaging';
import type { BatchInput, BatchLine, BatchSource, JobRecord, PendingJob } from '@pneumo/shared/contracts';
import { objectKeys, partOf, partsCut, partsDone } from '@pneumo/shared/runtime';
import { expect, inject } from 'vitest';
import {
  createTestRuntime,
  databaseUrl,
  PRINCIPAL,
  TEST_TIMINGS,
  type TestRuntime,
} from '../../../packages/shared/test/create-test-runtime.ts';
import { createBatchWorkers } from '../src/batch/workers.ts';
import { createSitePoints } from '../src/commissioning/site-points.ts';
import { createVersionLoader, type LoadVersion } from '../src/prediction/load-version.ts';
import { createVersionCache } from '../src/prediction/version-cache.ts';
import { storeVersion } from './store-version.ts';

const { workspace } = PRINCIPAL;
export const VERSION = 'compact-batch';
const WAIT = { timeout: 25_000, interval: 50 };

export interface BatchBench {
  readonly runtime: TestRuntime;
  readonly load: LoadVersion;
  /** Workers of batches and parts of four images; closed by `stop`, as a process is at its end. */
  readonly startWorkers: (load?: LoadVersion) => Promise<{ stop(): Promise<void> }>;
  /** Accepts a batch as the gateway does; `folder` is that of an earlier one for a retry. */
  readonly accept: (source: BatchSource, options?: Partial<BatchInput>) => Promise<PendingJob>;
  readonly upload: (zip: Buffer) => Promise<BatchSource>;
  readonly ended: (batch: PendingJob) => Promise<JobRecord>;
  readonly lines: (batch: PendingJob) => Promise<BatchLine[]>;
  readonly partsCut: (batch: PendingJob) => Promise<number[]>;
  readonly partsDone: (batch: PendingJob) => Promise<number[]>;
  readonly partRecords: (batch: PendingJob) => Promise<(JobRecord | undefined)[]>;
  /** Files that are left in the scratch space. */
  readonly scratch: () => Promise<string[]>;
  readonly cacheDir: string;
  readonly close: () => Promise<void>;
}

export const IMAGES_PER_PART = 4;

/** A suite that empties Redis does it in a database of its own. */
export const createBatchBench = async ({ database = 0 } = {}): Promise<BatchBench> => {
  const runtime = await createTestRuntime({ REDIS_URL: databaseUrl(inject('redisUrl'), database) });
  const { store, registry, logger, jobs, queues } = runtime;
  const cacheDir = await mkdtemp(join(tmpdir(), 'pneumo-batch-'));
  const decodePool = createDecodePool({ size: 1, timeoutMs: 20_000 });
  await storeVersion(store, PRINCIPAL, VERSION, 1);
  await registry.moveAlias(PRINCIPAL, 'champion', { version: VERSION, reason: 'test', expected: 'any' });
  const load = createVersionLoader({ store, registry, logger, engine: 'onnx', threads: 1 });
  const folderOf = ({ input }: PendingJob): string => (input as BatchInput).folder;
  const running = new Set<() => Promise<void>>();

  return {
    runtime,
    load,
    cacheDir,
    startWorkers: async (loadVersion = load) => {
      const versions = createVersionCache({ load: loadVersion, logger, maxBatch: 8, maxBytes: 1e9 });
      const workers = createBatchWorkers(runtime, {
        versions,
        sitePoints: createSitePoints(runtime, 50),
        decodePool,
        cacheDir,
        codeVersion: 'code-1',
        batchesAtOnce: 2,
        imagesAtOnce: 3,
        imagesPerPart: IMAGES_PER_PART,
        lookEveryMs: 50,
        timings: TEST_TIMINGS,
      });
      await workers.start();
      const stop = async (): Promise<void> => {
        if (!running.delete(stop)) return;
        await workers.close();
        await versions.close();
      };
      running.add(stop);
      return { stop };
    },
    accept: async (source, options = {}) => {
      const id = jobs.newJobId();
      const input: BatchInput = { folder: id, alias: 'champion', version: VERSION, abstain: true, source, ...options };
      const pending = await jobs.accept(PRINCIPAL, { id, kind: 'batch', input });
      await queues.add({ schemaVersion: 1, workspace, kind: 'batch', jobId: id });
      return pending;
    },
    upload: async (zip) => {
      const uploadId = jobs.newJobId();
      await store.put(objectKeys.uploadPiece(workspace, uploadId, 0), zip);
      const sha256 = createHash('sha256').update(zip).digest('hex');
      return { type: 'upload', uploadId, pieces: 1, sizeBytes: zip.length, sha256 };
    },
    ended: async ({ id }) => {
      await expect.poll(() => jobs.tryPending(PRINCIPAL, id), WAIT).toBeUndefined();
      return (await jobs.tryRecord(PRINCIPAL, id))!;
    },
    lines: async (batch) => {
      const lines: BatchLine[] = [];
      for await (const part of partsDone(store, workspace, folderOf(batch))) {
        const { bytes } = await store.get(objectKeys.batchResults(workspace, folderOf(batch), part));
        for (const text of bytes.toString().trimEnd().split('\n')) lines.push(JSON.parse(text) as BatchLine);
      }
      return lines;
    },
    partsCut: (batch) => Array.fromAsync(partsCut(store, workspace, folderOf(batch))),
    partsDone: (batch) => Array.fromAsync(partsDone(store, workspace, folderOf(batch))),
    partRecords: async (batch) => {
      const parts = await Array.fromAsync(partsCut(store, workspace, folderOf(batch)));
      return Promise.all(parts.map((part) => jobs.tryRecord(PRINCIPAL, partOf(batch, part).id)));
    },
    scratch: () => readdir(join(cacheDir, 'batches')).catch(() => []),
    close: async () => {
      for (const stop of running) await stop();
      await decodePool.close();
      await runtime.close();
      await rm(cacheDir, { recursive: true, force: true });
    },
  };
};
