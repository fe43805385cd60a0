import { rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { PRETRAINED_WEIGHTS } from '@pneumo/models/network';
import { PRETRAINED_NAMES, type PretrainedName, type PretrainedWeightsList } from '@pneumo/shared/contracts';
import { Argument, type Command, Option } from 'commander';
import { type CliContext, type CommandRun, type CommonOptions, createRun, withCommonOptions } from '../cli-context.ts';
import { hashFile } from '../download/checksum.ts';
import { downloadFile } from '../download/download-file.ts';
import { withExamples } from '../examples.ts';
import { megabytesOf } from '../output/figures.ts';
import { tableLines } from '../output/table.ts';

const listWeights = async ({ api }: CommandRun): Promise<PretrainedWeightsList['weights']> =>
  (await api.json<PretrainedWeightsList>('/v1/weights')).weights;

/** Converts a file of Keras and stores it. */
const importFile = async (
  run: CommandRun,
  file: string,
  origin: { wanted?: PretrainedName | undefined; url?: string },
): Promise<void> => {
  // Loaded only now: a reader of HDF5 and the networks take a while to load.
  const [{ convertKerasWeights }, { storeWeights }] = await Promise.all([
    import('../weights/convert-keras-weights.ts'),
    import('../weights/store-weights.ts'),
  ]);
  run.progress.show({ stage: `reading ${basename(file)}`, done: 0, total: 0, unit: 'bytes' });
  const { name, weights } = await convertKerasWeights(file, origin.wanted);
  const info = await storeWeights(run, name, weights, {
    file: basename(file).slice(0, 200),
    sha256: await hashFile(file, 'sha256', run.signal),
    ...(origin.url === undefined ? {} : { url: origin.url }),
  });
  run.print(info, [
    `Stored the weights of ${info.name}: ${info.tensors} arrays, ${info.parameters} numbers, ${megabytesOf(info.sizeBytes)}, SHA-256 ${info.sha256}.`,
    `Trainings of ${info.name} can use them now, on every trainer.`,
  ]);
};

const pull = async (run: CommandRun, name: PretrainedName, url: string): Promise<void> => {
  // Asked first: a download that has nowhere to go would be for nothing.
  const stored = (await listWeights(run)).find((weights) => weights.name === name);
  if (stored !== undefined) {
    run.print(stored, [`The weights of ${name} are stored already (SHA-256 ${stored.sha256}).`]);
    return;
  }
  const { md5 } = PRETRAINED_WEIGHTS[name];
  const file = join(run.context.env.downloadDir, `${name}_notop.h5`);
  run.progress.say(`Downloading ${url}`);
  await downloadFile({
    url,
    file,
    checksum: { algorithm: 'md5', hex: md5 },
    signal: run.signal,
    otherwise: 'Or get the file on another machine and run `pneumo weights import FILE.h5`.',
    onProgress: (done, total) => run.progress.show({ stage: 'downloading', done, total, unit: 'bytes' }),
    onNote: (line) => run.progress.say(line),
  });
  await importFile(run, file, { wanted: name, url });
  await rm(file);
};

export const addWeightsCommands = (program: Command, context: CliContext): void => {
  const weights = withExamples(
    program.command('weights').description('ImageNet weights of vgg16 and resnet50v2, stored once for all trainers'),
    'pneumo weights pull resnet50v2',
  );

  withCommonOptions(
    weights
      .command('pull')
      .description('download the weights that Keras publishes, check and store them')
      .addArgument(new Argument('<name>', 'network').choices(PRETRAINED_NAMES))
      .option('--url <url>', 'a mirror of the published file; its checksum must be the same')
      .addHelpText(
        'after',
        '\nA download that was cut off goes on where it ended. Offline: pneumo weights import FILE.h5.',
      ),
    { examples: ['pneumo weights pull vgg16'] },
  ).action(async (name: PretrainedName, options: CommonOptions & { url?: string }) => {
    await pull(createRun(context, options), name, options.url ?? PRETRAINED_WEIGHTS[name].url);
  });

  withCommonOptions(
    weights
      .command('import')
      .description("store weights out of Keras's .h5 file (Keras 2 or 3, with or without top)")
      .argument('<file>', 'the .h5 file')
      .addOption(new Option('--name <name>', 'network (default: told by its layers)').choices(PRETRAINED_NAMES)),
    { examples: ['pneumo weights import vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5'] },
  ).action(async (file: string, options: CommonOptions & { name?: PretrainedName }) => {
    const run = createRun(context, options);
    await importFile(run, resolve(context.env.callerDir, file), { wanted: options.name });
  });

  withCommonOptions(weights.command('list').description('weights that are stored'), {
    examples: ['pneumo weights list'],
  }).action(async (options: CommonOptions) => {
    const run = createRun(context, options);
    const stored = await listWeights(run);
    const rows = PRETRAINED_NAMES.map((name) => {
      const info = stored.find((other) => other.name === name);
      if (info === undefined) return [name, `not stored: pneumo weights pull ${name}`];
      return [name, 'stored', megabytesOf(info.sizeBytes), info.createdAt, info.sha256.slice(0, 12)];
    });
    run.print({ weights: stored }, tableLines(['name', 'state', 'size', 'since', 'SHA-256'], rows));
  });

  withCommonOptions(
    weights
      .command('remove')
      .description('remove stored weights; versions that were made with them stay whole')
      .addArgument(new Argument('<name>', 'network').choices(PRETRAINED_NAMES)),
    { examples: ['pneumo weights remove vgg16'] },
  ).action(async (name: PretrainedName, options: CommonOptions) => {
    const run = createRun(context, options);
    await run.api.send(`/v1/weights/${name}`, { method: 'DELETE' });
    run.print({ removed: name }, [`Removed the weights of ${name}.`]);
  });
};
