import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Gauge } from 'prom-client';
import { createFreshLookup } from './fresh-lookup.ts';
import type { MetricsRegistry } from './metrics.ts';

const run = promisify(execFile);
/** Longer than it takes a busy driver to answer. */
const QUERY_TIMEOUT_MS = 2_000;
const FRESH_MS = 10_000;
const MIB = 2 ** 20;

const QUERY = ['--query-gpu=index,memory.used,memory.total,utilization.gpu', '--format=csv,noheader,nounits'];

interface GpuFigures {
  readonly gpu: string;
  readonly usedBytes: number;
  readonly totalBytes: number;
  /** 0 to 1; NaN where the driver does not say. */
  readonly busy: number;
}

/** One line per GPU, as `nvidia-smi` prints them: index, MiB used, MiB in all, percent busy. */
export const parseGpuFigures = (csv: string): GpuFigures[] =>
  csv
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [gpu, used, total, busy] = line.split(',').map((cell) => cell.trim());
      if (gpu === undefined || used === undefined || total === undefined || !/^\d+$/.test(used)) return [];
      return [{ gpu, usedBytes: Number(used) * MIB, totalBytes: Number(total) * MIB, busy: Number(busy) / 100 }];
    });

/** Memory and use of this machine's NVIDIA GPUs, asked for at each scrape; without a driver the gauges stay empty. */
export const addGpuMetrics = (registry: MetricsRegistry, command = 'nvidia-smi'): void => {
  const registers = [registry];
  const lookup = createFreshLookup<GpuFigures[]>(FRESH_MS);
  const read = (): Promise<GpuFigures[]> =>
    lookup('', () =>
      run(command, QUERY, { timeout: QUERY_TIMEOUT_MS }).then(
        ({ stdout }) => parseGpuFigures(stdout),
        () => [],
      ),
    );
  const gauge = (name: string, help: string, labelNames: string[], fill: (gauge: Gauge, figures: GpuFigures) => void) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      async collect() {
        this.reset();
        for (const figures of await read()) fill(this, figures);
      },
    });
  gauge('pneumo_gpu_memory_bytes', 'Memory of a GPU', ['gpu', 'what'], (memory, { gpu, usedBytes, totalBytes }) => {
    memory.set({ gpu, what: 'used' }, usedBytes);
    memory.set({ gpu, what: 'total' }, totalBytes);
  });
  gauge('pneumo_gpu_busy_ratio', 'Share of the time that a GPU computes', ['gpu'], (share, { gpu, busy }) => {
    if (Number.isFinite(busy)) share.set({ gpu }, busy);
  });
};
