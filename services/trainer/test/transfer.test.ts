import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeSafetensors } from '@pneumo/models';
import { isFinal, type JobRecord, type Principal, type TrainingResult } from '@pneumo/shared/contracts';
import {
  createLogger,
  createRuntime,
  createShutdown,
  objectKeys,
  queueMessage,
  type Runtime,
} from '@pneumo/shared/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, runtimeSettingsOf } from '../../../test/setup/context.ts';
import { createCheckpoints } from '../src/checkpoints.ts';
import type { FitTrunk } from '../src/fit/fit-job.ts';
import { restoreCheckpoint } from '../src/restore-checkpoint.ts';
import { createTrainer } from '../src/trainer.ts';
import { storePhantomDataset } from './phantom-dataset.ts';
import { writeRandomTrunk } from './transfer-fit.ts';

const logger = createLogger('test', 'error');
const shutdown = createShutdown(logger);
const principal: Principal = { workspace: 'default', keyId: 'test', scopes: [] };
const DATASET = 'ds-phantoms';
const IMAGE_SIZE = 32;
let folder: string;
let runtime: Runtime;
let trunk: FitTrunk;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pneumo-transfer-'));
  runtime = await createRuntime(runtimeSettingsOf(createTestContext()), logger, shutdown);
  await runtime.store.ensureBucket();
  await storePhantomDataset(runtime, principal, DATASET, 48);
  trunk = await writeRandomTrunk('resnet50v2', IMAGE_SIZE, folder);
});

afterAll(async () => {
  await shutdown.run('test');
  await rm(folder, { recursive: true, force: true });
});

/** A comparison element by element would take longer than the training. */
const sameBytes = (a: Float32Array | undefined, b: Float32Array): boolean =>
  a !== undefined &&
  Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(Buffer.from(b.buffer, b.byteOffset, b.byteLength));

const trained = async (): Promise<JobRecord> => {
  const worker = createTrainer(runtime, {
    cacheDir: folder,
    imageCaches: 2,
    backend: 'onnx',
    provider: 'cpu',
    threads: 1,
    codeVersion: 'test',
  });
  await worker.start();
  const id = runtime.jobs.newJobId();
  await runtime.jobs.accept(principal, {
    id,
    kind: 'training',
    input: {
      dataset: DATASET,
      architecture: 'resnet50v2',
      recipe: 'recommended',
      hyperparameters: { imageSize: IMAGE_SIZE, epochs: 2, batchSize: 8, featurePasses: 1 },
      seed: 7,
      promote: 'never',
    },
  });
  await runtime.queues.add(queueMessage(principal.workspace, 'training', id));
  let after = '0-0';
  for (let ended = false; !ended; ) {
    for (const { id: at, event } of await runtime.live.eventsAfter(after)) {
      after = at;
      ended ||= event.jobId === id && isFinal(event.state);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await worker.close();
  return (await runtime.jobs.tryRecord(principal, id))!;
};

describe('a training on a frozen trunk', () => {
  it('fails at once, saying how to get them, while the weights of the trunk are not stored', async () => {
    const record = await trained();
    expect(record).toMatchObject({ state: 'failed', attempt: 1, error: { code: 'weights_missing' } });
    expect(record.error?.message).toContain('pneumo weights pull resnet50v2');
    expect(record.error?.message).toContain('pneumo weights import FILE.h5');
  });

  it('ends with one network again in all its forms, its trunk as stored, and says what it rests on', async () => {
    const { weights: stored } = decodeSafetensors(await readFile(trunk.path));
    await runtime.weights.put(
      { name: trunk.name, storedBy: 'test', origin: {}, tensors: stored.size, parameters: 0, sha256: trunk.sha256 },
      (async function* () {
        yield await readFile(trunk.path);
      })(),
    );
    const record = await trained();
    expect(record).toMatchObject({ state: 'succeeded' });
    const { version } = record.result as TrainingResult;
    const manifest = await runtime.registry.version(principal, version);
    expect(manifest).toMatchObject({
      pretrained: { name: 'resnet50v2', sha256: trunk.sha256 },
      hyperparameters: { featurePasses: 1 },
      parameters: { total: 24_683_746, trainable: 1_118_946 },
    });
    expect(manifest.parity.maxProbabilityDifference).toBeLessThan(1e-3);
    const { bytes } = await runtime.store.get(
      objectKeys.versionFile(principal.workspace, version, 'weights.safetensors'),
    );
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(manifest.files['weights.safetensors']?.sha256);
    const { weights } = decodeSafetensors(bytes);
    for (const [parameter, { data }] of stored) expect(sameBytes(weights.get(parameter)?.data, data)).toBe(true);
    for (const form of ['weights.safetensors', 'model.onnx', 'tfjs/model.json'])
      expect(manifest.files).toHaveProperty([form]);
    // Three forms of 24 million numbers, written, compared and sent to the store.
  }, 180_000);
});

describe('a checkpoint of a head', () => {
  const save = async (trunkSha256: string): Promise<string> => {
    const jobId = runtime.jobs.newJobId();
    await createCheckpoints(runtime.store, logger).save(principal, jobId, {
      attempt: 1,
      epoch: 1,
      tensors: Buffer.from('tensors'),
      state: { epochsDone: 1, stepInEpoch: 0, trunkSha256 },
    });
    return jobId;
  };
  const restore = (jobId: string) => {
    const checkpoints = createCheckpoints(runtime.store, logger);
    const options = { workFolder: folder, trunk, tell: () => undefined };
    return restoreCheckpoint(checkpoints, { principal, jobId, logger: createLogger('test', 'silent') }, options);
  };

  it('is used with the trunk that it began on', async () => {
    const found = await restore(await save(trunk.sha256));
    expect(found?.state.epochsDone).toBe(1);
    expect(await readFile(found!.tensorsPath, 'utf8')).toBe('tensors');
  });

  it('is thrown away with another trunk, whose features it does not know', async () => {
    const jobId = await save('0'.repeat(64));
    expect(await restore(jobId)).toBeNull();
    expect(await createCheckpoints(runtime.store, logger).latest(principal, jobId)).toBeUndefined();
  });
});
