import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { chooseTrainingBackend } from '../../packages/engines/src/index.ts';
import type { Architecture } from '../../packages/models/src/index.ts';
import { readCommandLine } from '../read-command-line.ts';
import type { MeasuredSteps, StepsToMeasure } from './measure-steps.ts';

const usage = `Measures training steps: images per second by the clock and per second of processor time, and peak memory.

  pnpm bench:training [options]

  --architectures LIST  default compact,cnn; vgg16 and resnet50v2 measure the head
  --image-size N        default 224        --batch N   default 32
  --micro-batch N       default 0, automatic
  --threads N           default: all cores --steps N   default 5, after one that is not counted
  --rounds N            default 3: the sides take turns, so that both meet the same machine
  --provider NAME       of ONNX Runtime: cpu, cuda, webgpu
  --peer                beside TensorFlow.js on native TensorFlow (pnpm native:tensorflow)
  --against DIR         beside another checkout of this project`;

const { values } = readCommandLine(usage, {
  architectures: { type: 'string', default: 'compact,cnn' },
  'image-size': { type: 'string', default: '224' },
  batch: { type: 'string', default: '32' },
  'micro-batch': { type: 'string', default: '0' },
  threads: { type: 'string', default: String(availableParallelism()) },
  steps: { type: 'string', default: '5' },
  rounds: { type: 'string', default: '3' },
  provider: { type: 'string', default: 'cpu' },
  peer: { type: 'boolean', default: false },
  against: { type: 'string' },
});

async function run(what: StepsToMeasure): Promise<MeasuredSteps> {
  const child = fork(join(import.meta.dirname, 'measure-steps.ts'), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`A run of ${what.backend} ended without a result`);
  });
  child.send(what);
  const [result] = (await Promise.race([once(child, 'message'), ended])) as [MeasuredSteps];
  await ended.catch(() => undefined);
  return result;
}

const sorted = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);
const median = (numbers: readonly number[]): number => sorted(numbers)[Math.floor(numbers.length / 2)]!;
const rate = (images: number, ms: number): string => ((images * 1_000) / ms).toFixed(1);

function tell(side: string, { batchSize }: StepsToMeasure, runs: readonly MeasuredSteps[]): void {
  const wall = sorted(runs.flatMap(({ wallMs }) => wallMs));
  const cpu = runs.flatMap(({ cpuMs }) => cpuMs);
  const { microBatch, lastLoss } = runs.at(-1)!;
  const peakMb = Math.max(...runs.map(({ peakMemoryBytes }) => peakMemoryBytes)) / 2 ** 20;
  const range = `${rate(batchSize, wall.at(-1)!)} to ${rate(batchSize, wall[0]!)}`;
  console.log(
    `  ${side.padEnd(12)} ${rate(batchSize, median(wall))} images/s (${range}), ${rate(batchSize, median(cpu))} per second of processor, ` +
      `peak ${peakMb.toFixed(0)} MB, ${microBatch} at once, loss ${lastLoss.toFixed(5)}`,
  );
}

async function measureAll(): Promise<void> {
  const here = resolve(import.meta.dirname, '../..');
  const hasPeer = values.peer && (await chooseTrainingBackend('tensorflow').catch(() => undefined)) !== undefined;
  if (values.peer && !hasPeer) console.log('No native TensorFlow here: pnpm native:tensorflow builds it.');
  for (const architecture of values.architectures.split(',') as Architecture[]) {
    const ours: StepsToMeasure = {
      root: here,
      backend: 'onnx',
      provider: values.provider as StepsToMeasure['provider'],
      architecture,
      imageSize: Number(values['image-size']),
      batchSize: Number(values.batch),
      microBatch: Number(values['micro-batch']),
      threads: Number(values.threads),
      steps: Number(values.steps),
    };
    const sides = new Map<string, StepsToMeasure>([['onnx', ours]]);
    if (hasPeer) sides.set('tensorflow', { ...ours, backend: 'tensorflow', provider: 'cpu' });
    if (values.against !== undefined) sides.set('against', { ...ours, root: resolve(values.against) });
    const results = new Map<string, MeasuredSteps[]>([...sides.keys()].map((side) => [side, []]));
    for (let round = 0; round < Number(values.rounds); round++) {
      for (const [side, what] of sides) results.get(side)!.push(await run(what));
    }
    console.log(`${architecture} at ${ours.imageSize} pixels, batches of ${ours.batchSize}, ${ours.threads} threads`);
    for (const [side, runs] of results) tell(side, ours, runs);
  }
}

await measureAll();
