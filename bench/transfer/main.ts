import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { RECIPES } from '../../packages/models/src/index.ts';
import { readCommandLine } from '../read-command-line.ts';
import { cpuMsPerImage, jointRateOf, rateOf, type Spread, spreadOf } from './figures.ts';
import { openKerasEnvironment } from './keras-environment.ts';
import { type EpochTime, type KerasPeer, startKerasPeer } from './keras-peer.ts';
import { openOurSide } from './our-side.ts';

const usage = `Usage: pnpm bench:transfer [options]

Trains the head of resnet50v2 (random trunk, 256 px, augmentation of the recipe "original") on CPU, in the trainer's own process
and in Keras, by turns, and compares images per second of whole epochs. Needs python3; installs TensorFlow once, outside the repository.

Options
  --images N       images of an epoch (default 1000)
  --rounds N       turns of each side (default 3)
  --cached N       epochs that use features kept by the epoch before them, per round (default 3)
  --batch N        our batch size (default 64, as in the recipe "recommended"); Keras takes its best of 32, 64, 128
  --keras-grey     let Keras augment one channel instead of the three that the published pipeline reads
  --json           one line of JSON instead of a table
`;
const IMAGE_SIZE = 256;
const KERAS_BATCHES = [32, 64, 128];

const { values, refuse } = readCommandLine(usage, {
  images: { type: 'string', default: '1000' },
  rounds: { type: 'string', default: '3' },
  cached: { type: 'string', default: '3' },
  batch: { type: 'string', default: '64' },
  'keras-grey': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
});
const [images, rounds, cached, batch] = [values.images, values.rounds, values.cached, values.batch].map(Number);
if (![images, rounds, cached, batch].every((value) => Number.isInteger(value) && value! > 0) || images! < batch!) {
  refuse('Counts must be whole numbers above 0, and a batch no larger than an epoch.');
}
const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** The batch size at which Keras is quickest here, by a short epoch of each. */
const bestKerasBatch = async (keras: KerasPeer): Promise<number> => {
  const sizes = KERAS_BATCHES.filter((size) => size <= images!);
  const tried: { size: number; rate: number }[] = [];
  for (const size of sizes) {
    const rate = rateOf(await keras.epoch({ images: Math.min(images!, 128), batch: size }));
    say(`keras, batch ${size}: ${rate.toFixed(1)} images/s`);
    tried.push({ size, rate });
  }
  return tried.reduce((best, next) => (next.rate > best.rate ? next : best)).size;
};

const open = async (): Promise<KerasPeer | string> => {
  const { zoom, rotationDegrees } = RECIPES.original.resnet50v2.augmentation;
  try {
    const python = await openKerasEnvironment(say);
    return await startKerasPeer(python, {
      imageSize: IMAGE_SIZE,
      zoom,
      turns: rotationDegrees / 360,
      grey: values['keras-grey'],
    });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const keras = await open();
if (typeof keras === 'string') {
  say(`SKIPPED: Keras cannot be had here, and without it nothing is compared: ${keras}`);
  process.exit(0);
}
const folder = await mkdtemp(join(tmpdir(), 'pneumo-bench-transfer-'));
const ours = await openOurSide(folder, { images: images!, imageSize: IMAGE_SIZE });
const measured = {
  keras: [] as EpochTime[],
  fresh: [] as EpochTime[],
  filling: [] as EpochTime[],
  kept: [] as EpochTime[],
};
const ratios = { fresh: [] as number[], kept: [] as number[], withFill: [] as number[] };
const kerasBatch = await bestKerasBatch(keras);
try {
  for (let round = 1; round <= rounds!; round += 1) {
    const peer = await keras.epoch({ images: images!, batch: kerasBatch });
    const [fresh] = await ours.epochs({ epochs: 1, batch: batch!, featurePasses: 0 });
    const [filling, ...kept] = await ours.epochs({ epochs: 1 + cached!, batch: batch!, featurePasses: 1 });
    measured.keras.push(peer);
    measured.fresh.push(fresh!);
    measured.filling.push(filling!);
    measured.kept.push(...kept);
    ratios.fresh.push(rateOf(fresh!) / rateOf(peer));
    ratios.kept.push(jointRateOf(kept) / rateOf(peer));
    ratios.withFill.push(jointRateOf([filling!, ...kept]) / rateOf(peer));
    say(
      `round ${round}: keras ${rateOf(peer).toFixed(1)}, fresh ${rateOf(fresh!).toFixed(1)}, cached ${jointRateOf(kept).toFixed(0)} images/s`,
    );
  }
} finally {
  keras.close();
  await rm(folder, { recursive: true });
}

const text = ({ median, low, high }: Spread, digits: number): string =>
  `${median.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
const sides = { keras: measured.keras, 'ours, fresh': measured.fresh, 'ours, cached': measured.kept };
const summary = {
  machine: { cpu: cpus()[0]?.model, cores: availableParallelism(), loadBefore: loadavg()[2] },
  ...keras.about,
  batch: { ours: batch, keras: kerasBatch },
  kerasChannels: values['keras-grey'] ? 1 : 3,
  imagesPerSecond: Object.fromEntries(
    Object.entries(sides).map(([name, times]) => [name, spreadOf(times.map(rateOf))]),
  ),
  cpuMsPerImage: Object.fromEntries(
    Object.entries(sides).map(([name, times]) => [name, spreadOf(times.map(cpuMsPerImage))]),
  ),
  ratio: { fresh: spreadOf(ratios.fresh), cached: spreadOf(ratios.kept), cachedWithFill: spreadOf(ratios.withFill) },
};
if (values.json) {
  process.stdout.write(`${JSON.stringify(summary)}\n`);
} else {
  const { ratio } = summary;
  const lines = Object.entries(sides).map(
    ([name, times]) =>
      `${name.padEnd(14)} ${text(spreadOf(times.map(rateOf)), 1).padStart(28)} images/s ${text(spreadOf(times.map(cpuMsPerImage)), 1).padStart(26)} ms of CPU per image`,
  );
  process.stdout.write(
    `
resnet50v2, frozen trunk, ${IMAGE_SIZE} px, ${images} images an epoch, ${summary.machine.cores} cores (${summary.machine.cpu})
Keras ${keras.about.keras} on TensorFlow ${keras.about.tensorflow}, batch ${kerasBatch}, ${values['keras-grey'] ? 'grey' : 'RGB'} augmentation; ours, batch ${batch}; median (lowest to highest) of ${rounds} rounds
${lines.join('\n')}

times Keras's images/s
  fresh features every epoch           ${text(ratio.fresh, 2)}
  cached features, once they are kept  ${text(ratio.cached, 1)}
  one pass kept and used ${cached} more times, its making included  ${text(ratio.cachedWithFill, 2)}
`,
  );
}
