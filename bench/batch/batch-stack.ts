import { openAsBlob } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { encodePhantomJpeg } from '../../packages/imaging/src/index.ts';
import { drawPhantom } from '../../packages/imaging/src/pure/index.ts';
import { writeArchive } from '../../packages/local/src/demo/write-archive.ts';
import { readLocalEnv, type Stack, startStack } from '../../packages/local/src/index.ts';
import type { BatchResource, JobResource } from '../../packages/shared/src/contracts/index.ts';

export interface BatchStack {
  readonly stack: Stack;
  /** Resolves when the starter version serves; rejects when it does not come. */
  ready(): Promise<void>;
  /** Sends one urgent picture that was not sent before and waits for its answer: ms. Throws where it is not answered. */
  urgent(): Promise<number>;
  /** Accepts a batch of so many pictures; gives its id. */
  postBatch(images: number): Promise<string>;
  batch(id: string): Promise<BatchResource>;
  close(): Promise<void>;
}

const READY_TIMEOUT_MS = 60_000;
const STARTER = join(import.meta.dirname, '..', '..', 'packages', 'models', 'starter');
/** As the published films are kept here: small copies. */
const PICTURE = { width: 320, height: 288 };
/** Urgent pictures are drawn from seeds that no batch reaches. */
const FIRST_URGENT_SEED = 1_000_000;

/** A batch repeats its pictures from here on, and each still gets an answer of its own: drawing more would take longer than the batch. */
const DRAWN_PICTURES = 1_000;

const draw = (seed: number): Promise<Uint8Array> =>
  encodePhantomJpeg(drawPhantom({ seed, label: seed % 2 === 0 ? 'normal' : 'pneumonia', size: PICTURE }));

const send = async <T>(url: string, init: RequestInit = {}): Promise<T> => {
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text.slice(0, 300)}`);
  return JSON.parse(text) as T;
};

/** Everything that `npm start` starts, on a data folder of its own, with the starter version as champion. */
export const startBatchStack = async (say: (line: string) => void): Promise<BatchStack> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'pneumo-bench-batch-'));
  const stack = await startStack({
    dataDir,
    inferencers: 1,
    trainers: 0,
    local: { ...readLocalEnv(), redisUrl: undefined, store: undefined },
    env: { PNEUMO_ADMIN_KEY_FILE: '', PNEUMO_LOG_LEVEL: 'warn', PNEUMO_STARTER_DIR: STARTER },
    log: () => undefined,
    onLine: (service, line) => say(`${service} ${line}`),
  });
  let nextSeed = FIRST_URGENT_SEED;
  return {
    stack,
    ready: async () => {
      const deadline = AbortSignal.timeout(READY_TIMEOUT_MS);
      while (!(await fetch(`${stack.url}/v1/models/aliases/champion`, { signal: deadline })).ok) {
        await wait(200, undefined, { signal: deadline });
      }
    },
    urgent: async () => {
      nextSeed += 1;
      const body = new FormData();
      body.append('priority', 'urgent');
      body.append('image', new Blob([await draw(nextSeed)]), 'film.jpeg');
      const startedMs = performance.now();
      const headers = { prefer: 'wait=30' };
      const job = await send<JobResource>(`${stack.url}/v1/predictions`, { method: 'POST', body, headers });
      if (job.state !== 'succeeded') throw new Error(`An urgent prediction is ${job.state}.`);
      return performance.now() - startedMs;
    },
    postBatch: async (images) => {
      const archive = join(dataDir, 'batch.zip');
      const drawn: Promise<Uint8Array>[] = [];
      const files = Array.from({ length: images }, (_, at) => ({
        name: `${at}.jpeg`,
        label: 'normal' as const,
        read: () => (drawn[at % DRAWN_PICTURES] ??= draw(at)),
      }));
      await writeArchive(archive, files, () => undefined);
      const body = new FormData();
      body.append('archive', await openAsBlob(archive), 'batch.zip');
      return (await send<JobResource>(`${stack.url}/v1/batches`, { method: 'POST', body })).id;
    },
    batch: (id) => send<BatchResource>(`${stack.url}/v1/batches/${id}`),
    close: async () => {
      await stack.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
