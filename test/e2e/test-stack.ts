import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLocalEnv, type Stack, type StoreSettings, startStack } from '../../packages/local/src/index.ts';

export interface TestStack extends Stack {
  /** The last lines of all services, for a failed test's message. */
  readonly lines: string[];
  /** Stops all of it and removes the data folder. */
  close(): Promise<void>;
}

const LINES_KEPT = 400;

export interface TestStackOptions {
  inferencers?: number;
  trainers?: number;
  env?: Record<string, string>;
  /** Those that the test has started for it, instead of its own. */
  redis?: { url: string; caFile?: string };
  store?: StoreSettings;
}

/** The whole system as `npm start` runs it, as real processes on a data folder of its own, with Redis and store of its own. */
export const startTestStack = async (options: TestStackOptions = {}): Promise<TestStack> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'pneumo-e2e-'));
  const lines: string[] = [];
  const keepLine = (line: string): void => {
    lines.push(line);
    if (lines.length > LINES_KEPT) lines.shift();
  };
  const stack = await startStack({
    dataDir,
    inferencers: options.inferencers ?? 1,
    trainers: options.trainers ?? 1,
    // Whatever the surroundings point to is not ours to kill and flush.
    local: { ...readLocalEnv(), redisUrl: options.redis?.url, store: options.store },
    env: {
      PNEUMO_ADMIN_KEY_FILE: '',
      PNEUMO_STARTER_DIR: '',
      PNEUMO_PHANTOM_DIR: '',
      REDIS_CA_FILE: options.redis?.caFile ?? '',
      ...options.env,
    },
    log: keepLine,
    onLine: (service, line) => keepLine(`${service} ${line}`),
  });
  return {
    ...stack,
    lines,
    close: async () => {
      await stack.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
