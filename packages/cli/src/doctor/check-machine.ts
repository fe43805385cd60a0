import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { CliEnv } from '../env.ts';
import { type Finding, fault, ok, warning } from './finding.ts';

const run = promisify(execFile);
const TOOL_TIMEOUT_MS = 10_000;
const GB = 1e9;

/** What a tool prints; undefined where it is not there or fails. */
export const outputOf = async (
  tool: string,
  args: readonly string[],
  { services }: Pick<CliEnv, 'services'>,
): Promise<string | undefined> => {
  try {
    return (await run(tool, args, { env: { ...services, LC_ALL: 'C' }, timeout: TOOL_TIMEOUT_MS })).stdout.trim();
  } catch {
    return undefined;
  }
};

export const checkNode = (version: string): Finding => {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const isNewEnough = major > 22 || (major === 22 && minor >= 18);
  return isNewEnough
    ? ok('node', `${version}, ${availableParallelism()} cores`)
    : fault(
        'node',
        `${version} cannot run TypeScript`,
        'Install Node 22.18 or newer, or start through npm: it fetches one.',
      );
};

/** Of the machine, or of the container where that has less. */
export const checkMemory = (): Finding => {
  const limit = process.constrainedMemory();
  const bytes = limit > 0 && limit < totalmem() ? limit : totalmem();
  const detail = `${(bytes / GB).toFixed(1)} GB`;
  if (bytes >= 3.5 * GB) return ok('memory', detail);
  return warning(
    'memory',
    detail,
    'Training at 224 pixels takes 2 to 3 GB: give the machine more, or train with --set batchSize=8.',
  );
};

const existing = (folder: string): string => (existsSync(folder) ? folder : existing(dirname(folder)));

export const checkDisk = async ({ dataDir }: Pick<CliEnv, 'dataDir'>): Promise<Finding> => {
  const { bavail, bsize } = await statfs(existing(dataDir));
  const free = bavail * bsize;
  const detail = `${(free / GB).toFixed(1)} GB free for ${dataDir}`;
  const mend = 'Make room, or set PNEUMO_DATA_DIR to a folder on a larger disk.';
  if (free < GB) return fault('disk', detail, mend);
  return free < 10 * GB
    ? warning('disk', `${detail}: a data set of 6,000 films takes 2 to 4 GB`, mend)
    : ok('disk', detail);
};

/** Names and drivers of NVIDIA GPUs. */
export const findGpus = async (env: Pick<CliEnv, 'services'>): Promise<string[]> => {
  const query = ['--query-gpu=name,memory.total,driver_version', '--format=csv,noheader'];
  return (await outputOf('nvidia-smi', query, env))?.split('\n').filter((line) => line !== '') ?? [];
};

export const checkGpu = (gpus: readonly string[]): Finding =>
  ok('gpu', gpus.length === 0 ? 'no NVIDIA GPU: the CPU computes' : gpus.join('; '));
