import { availableParallelism, cpus } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { isFinal } from '../../packages/shared/src/contracts/index.ts';
import { readCommandLine } from '../read-command-line.ts';
import { startBatchStack } from './batch-stack.ts';
import { memoryOf } from './memory-of.ts';

const usage = `Usage: pnpm bench:batch [options]

Runs a batch of pictures through everything that npm start starts, and posts urgent predictions, one after another, before, during and after
it: how much longer one waits while a batch runs, and how much memory the worker takes.

Options
  --images N   of the batch (default 2000)
  --idle N     urgent predictions before the batch, and after it (default 60)
  --pause MS   between two urgent predictions (default 200)
  --json       one line of JSON instead of words
`;
const { values, refuse } = readCommandLine(usage, {
  images: { type: 'string', default: '2000' },
  idle: { type: 'string', default: '60' },
  pause: { type: 'string', default: '200' },
  json: { type: 'boolean', default: false },
});
const [images, idle, pauseMs] = [values.images, values.idle, values.pause].map(Number) as [number, number, number];
if (![images, idle].every((value) => Number.isInteger(value) && value > 0) || !(pauseMs >= 0)) {
  refuse('Counts must be whole numbers above 0.');
}
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const quantile = (given: readonly number[], share: number): number => {
  const sorted = given.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
};
const mean = (given: readonly number[]): number => given.reduce((sum, value) => sum + value, 0) / given.length;
const timesOf = (given: readonly number[]) => ({
  count: given.length,
  p50: quantile(given, 0.5),
  p95: quantile(given, 0.95),
  longest: quantile(given, 1),
});

const bench = await startBatchStack(say);
try {
  const memory = (): number =>
    memoryOf(bench.stack.processes().find(({ name }) => name.startsWith('inferencer'))!.pid!);
  const quiet = async (): Promise<number[]> => {
    const times: number[] = [];
    for (let at = 0; at < idle; at += 1) {
      times.push(await bench.urgent());
      await wait(pauseMs);
    }
    return times;
  };
  await bench.ready();
  // Loads the version and starts the decoders.
  for (let at = 0; at < 5; at += 1) await bench.urgent();

  const before = await quiet();
  say(`before the batch: ${before.length} urgent predictions`);
  const memoryBefore = memory();
  const id = await bench.postBatch(images);
  const startedMs = performance.now();
  const during: number[] = [];
  const memories: number[] = [];
  let batch = await bench.batch(id);
  while (!isFinal(batch.state)) {
    const tookMs = await bench.urgent();
    const { images: done } = (batch = await bench.batch(id)).counts;
    if (!isFinal(batch.state)) during.push(tookMs);
    memories.push(memory());
    if (during.length % 25 === 0) say(`${done} of ${images} pictures; ${during.length} urgent predictions beside them`);
    await wait(pauseMs);
  }
  const seconds = (performance.now() - startedMs) / 1_000;
  const { counts } = batch;
  if (batch.state !== 'succeeded' || counts.images !== images || counts.failed > 0) {
    throw new Error(
      `The batch is ${batch.state}, with ${counts.images} of ${images} pictures and ${counts.failed} failed.`,
    );
  }
  const after = await quiet();

  const quarters = [0, 1, 2, 3].map((at) =>
    mean(memories.slice(Math.floor((at * memories.length) / 4), Math.floor(((at + 1) * memories.length) / 4))),
  );
  const result = {
    machine: { cpu: cpus()[0]?.model, cores: availableParallelism() },
    batch: { images, seconds, imagesPerSecond: images / seconds },
    urgentMs: { before: timesOf(before), during: timesOf(during), after: timesOf(after) },
    p95Ratio: quantile(during, 0.95) / quantile([...before, ...after], 0.95),
    workerMiB: {
      before: memoryBefore,
      byQuarter: quarters,
      most: Math.max(...memories),
    },
  };
  const line = (name: string, { count, p50, p95, longest }: ReturnType<typeof timesOf>): string =>
    `${name.padEnd(8)} ${String(count).padStart(5)} urgent predictions: p50 ${p50.toFixed(0)}, p95 ${p95.toFixed(0)}, longest ${longest.toFixed(0)} ms\n`;
  const { urgentMs, workerMiB } = result;
  process.stdout.write(
    values.json
      ? `${JSON.stringify(result)}\n`
      : `${line('before', urgentMs.before)}${line('during', urgentMs.during)}${line('after', urgentMs.after)}` +
          `p95 beside the batch: ${result.p95Ratio.toFixed(2)} times that of the idle system\n` +
          `batch: ${images} pictures in ${seconds.toFixed(0)} s, ${result.batch.imagesPerSecond.toFixed(1)} images/s\n` +
          `worker and its decoders: ${workerMiB.before.toFixed(0)} MiB before, ` +
          `${quarters.map((mib) => mib.toFixed(0)).join(', ')} in the quarters of the batch, ${workerMiB.most.toFixed(0)} at most\n`,
  );
} finally {
  await bench.close();
}
