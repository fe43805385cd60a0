import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ComparisonRequest, JobResource, TrainingRequest } from '@pneumo/shared/contracts';
import { type Command, Option } from 'commander';
import { type CliContext, type CommandRun, type CommonOptions, createRun, withCommonOptions } from '../cli-context.ts';
import { CliError, EXIT_CODES } from '../cli-error.ts';
import { awaitJob, jobLines } from '../http/watch-job.ts';
import { parseSeed } from './datasets.ts';

interface TrainOptions extends CommonOptions {
  readonly dataset: string;
  readonly recipe?: 'original' | 'recommended';
  readonly set?: string[];
  readonly hyperparameters?: string;
  readonly promote?: 'never' | 'challenger' | 'if-better';
  readonly seed?: number;
  readonly wait: boolean;
}

/** `epochs=5` and `augmentation.flip=true` -> nested values. Throws CliError. */
const assign = (target: Record<string, unknown>, setting: string): void => {
  const equals = setting.indexOf('=');
  if (equals < 1) throw new CliError(`--set ${setting}: write name=value, such as epochs=5.`, EXIT_CODES.usage);
  const path = setting.slice(0, equals).split('.');
  const text = setting.slice(equals + 1);
  let value: unknown = text;
  try {
    value = JSON.parse(text);
  } catch {
    // A word, such as balanced.
  }
  const last = path.pop()!;
  let folder = target;
  for (const name of path) {
    const inner = folder[name] ?? {};
    if (typeof inner !== 'object')
      throw new CliError(`--set ${setting}: ${name} is a value already.`, EXIT_CODES.usage);
    folder = (folder[name] = inner) as Record<string, unknown>;
  }
  folder[last] = value;
};

const hyperparametersOf = async (
  { hyperparameters: file, set = [] }: TrainOptions,
  callerDir: string,
): Promise<Record<string, unknown> | undefined> => {
  if (file === undefined && set.length === 0) return undefined;
  const values: Record<string, unknown> = {};
  if (file !== undefined) {
    try {
      Object.assign(values, JSON.parse(await readFile(resolve(callerDir, file), 'utf8')));
    } catch (cause) {
      throw new CliError(`${file} cannot be read as JSON.`, EXIT_CODES.usage, { cause });
    }
  }
  for (const setting of set) assign(values, setting);
  return values;
};

/** Names apart by spaces or commas: people write both. */
const namesOf = (text: string, before: string[] = []): string[] => [...before, ...text.split(',').filter(Boolean)];

const withTrainOptions = (command: Command, examples: readonly string[]): Command =>
  withCommonOptions(
    command
      .requiredOption('--dataset <id>', 'data set id')
      .addOption(
        new Option('--recipe <name>', 'how it is trained (default: recommended)').choices(['original', 'recommended']),
      )
      .option('--set <name=value...>', 'override a number of the recipe, such as epochs=5 or augmentation.zoom=0.1')
      .option('--hyperparameters <file>', 'JSON file with overrides')
      .addOption(
        new Option('--promote <policy>', 'what may happen to the champion (default: never)').choices([
          'never',
          'challenger',
          'if-better',
        ]),
      )
      .option('--seed <n>', 'seed of initial weights, order and augmentation', parseSeed)
      .option('--no-wait', 'only ask; do not wait for the end'),
    { examples },
  );

const ask = async (run: CommandRun, path: string, body: unknown, wait: boolean): Promise<void> => {
  const job = await run.api.json<JobResource>(path, { method: 'POST', json: body });
  if (!wait) {
    run.print(job, [...jobLines(job), `Follow it with: pneumo jobs watch ${job.id}`]);
    return;
  }
  run.progress.say(`${job.kind} ${job.id}`);
  const done = await awaitJob(run, job.id);
  run.print(done, jobLines(done));
};

export const addTrainingCommands = (program: Command, context: CliContext): void => {
  const bodyOf = async (options: TrainOptions): Promise<Omit<TrainingRequest, 'architecture'>> => {
    const { dataset, recipe, promote, seed } = options;
    const hyperparameters = await hyperparametersOf(options, context.env.callerDir);
    return {
      dataset,
      ...(recipe === undefined ? {} : { recipe }),
      ...(promote === undefined ? {} : { promote }),
      ...(seed === undefined ? {} : { seed }),
      // Checked by the gateway, which tells what does not fit.
      ...(hyperparameters === undefined ? {} : { hyperparameters }),
    };
  };

  withTrainOptions(
    program
      .command('train')
      .description('train a network on a data set')
      .requiredOption('--architecture <name>', 'cnn, compact, vgg16 or resnet50v2'),
    [
      'pneumo train --dataset ds-019b1f000000-a1b2c3 --architecture compact',
      'pneumo train --dataset ds-019b1f000000-a1b2c3 --architecture cnn --set epochs=5 augmentation.zoom=0.1 --promote if-better',
    ],
  ).action(async (options: TrainOptions & { architecture: TrainingRequest['architecture'] }) => {
    const run = createRun(context, options);
    const body: TrainingRequest = { ...(await bodyOf(options)), architecture: options.architecture };
    await ask(run, '/v1/trainings', body, options.wait);
  });

  withTrainOptions(
    program
      .command('compare')
      .description('train several networks, choose by validation AUC, and put the best before the gate')
      .requiredOption('--architectures <names...>', 'two to four of cnn, compact, vgg16, resnet50v2', namesOf),
    ['pneumo compare --dataset ds-019b1f000000-a1b2c3 --architectures cnn,compact'],
  ).action(async (options: TrainOptions & { architectures: ComparisonRequest['architectures'] }) => {
    const run = createRun(context, options);
    const body: ComparisonRequest = { ...(await bodyOf(options)), architectures: options.architectures };
    await ask(run, '/v1/comparisons', body, options.wait);
  });
};
