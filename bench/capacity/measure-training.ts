import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLocalEnv, startStack } from '../../packages/local/src/index.ts';
import type { DatasetImportResult, JobResource, TrainingResult } from '../../packages/shared/src/contracts/index.ts';
import { phantomArchive } from '../../test/e2e/archives.ts';
import { createHttp } from '../../test/e2e/http.ts';
import { cpuSecondsOfTree } from './cpu-of-machine.ts';
import type { MeasuredTraining } from './measured.ts';

const IMAGES = 300;
const EPOCHS = 2;
const PICTURE = { width: 320, height: 288 };

const resultOf = ({ state, result, error }: JobResource): JobResource['result'] => {
  if (state !== 'succeeded') throw new Error(`the job is ${state}: ${error?.message ?? ''}`);
  return result;
};

/** A short training of `compact` by its recipe: what the trainer and its child take. */
export const measureTraining = async (say: (line: string) => void): Promise<MeasuredTraining> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'pneumo-bench-capacity-'));
  const stack = await startStack({
    dataDir,
    inferencers: 1,
    trainers: 1,
    local: { ...readLocalEnv(), redisUrl: undefined, store: undefined },
    env: { PNEUMO_ADMIN_KEY_FILE: '', PNEUMO_STARTER_DIR: '', PNEUMO_LOG_LEVEL: 'warn' },
    log: () => undefined,
    onLine: (service, line) => say(`${service} ${line}`),
  });
  try {
    const http = createHttp(stack.url);
    const imported = await http.postArchive(await phantomArchive(IMAGES, PICTURE), 'capacity');
    const { dataset } = resultOf(await http.ended(imported.body.id)) as DatasetImportResult;
    const trainer = stack.processes().find(({ name }) => name === 'trainer')!.pid!;
    const [before, startedMs] = [cpuSecondsOfTree(trainer), performance.now()];
    const { body } = await http.call<JobResource>('POST', '/v1/trainings', {
      dataset,
      architecture: 'compact',
      seed: 1,
      hyperparameters: { epochs: EPOCHS, earlyStopping: { patience: 0 } },
    });
    const { epochs } = resultOf(await http.ended(body.id)) as TrainingResult;
    return {
      images: IMAGES,
      epochs,
      seconds: (performance.now() - startedMs) / 1_000,
      cpuSeconds: cpuSecondsOfTree(trainer) - before,
    };
  } finally {
    await stack.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
};
