import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ClassLabel, DatasetDetail, DatasetImportResult, DatasetList } from '@pneumo/shared/contracts';
import { Argument, type Command, InvalidArgumentError } from 'commander';
import { archiveSource, type FolderRules } from '../archives/archive-source.ts';
import { uploadArchive } from '../archives/upload-archive.ts';
import { type CliContext, type CommandRun, type CommonOptions, createRun, withCommonOptions } from '../cli-context.ts';
import { datasetLines, datasetListLines } from '../datasets/dataset-lines.ts';
import { byHand, findArchive, PUBLISHED_DATASETS } from '../datasets/published-archive.ts';
import { downloadFile } from '../download/download-file.ts';
import { withExamples } from '../examples.ts';
import { awaitJob, jobLines } from '../http/watch-job.ts';
import { counted } from '../output/figures.ts';

interface ImportOptions extends CommonOptions {
  readonly name?: string;
  readonly seed?: number;
  readonly normal?: string[];
  readonly pneumonia?: string[];
  readonly wait: boolean;
}

const MAX_SEED = 2 ** 32 - 1;

export const parseSeed = (text: string): number => {
  const seed = Number(text);
  if (!Number.isInteger(seed) || seed < 0 || seed > MAX_SEED) {
    throw new InvalidArgumentError(`A whole number from 0 to ${MAX_SEED} is wanted.`);
  }
  return seed;
};

export const classesOf = (options: {
  readonly normal?: readonly string[];
  readonly pneumonia?: readonly string[];
}): Record<string, ClassLabel> => ({
  ...Object.fromEntries((options.normal ?? []).map((name) => [name, 'normal' as const])),
  ...Object.fromEntries((options.pneumonia ?? []).map((name) => [name, 'pneumonia' as const])),
});

const isImportResult = (result: unknown): result is DatasetImportResult =>
  typeof result === 'object' && result !== null && 'dataset' in result;

interface ImportRequest {
  readonly name?: string | undefined;
  readonly seed?: number | undefined;
  readonly classes?: Readonly<Record<string, ClassLabel>>;
}

const MAX_NAME = 120;
const WANTED: FolderRules = { wanted: /\.(jpe?g|png)$|(^|\/)labels\.csv$/i, wantedInWords: 'JPEG, PNG or labels.csv' };

const importArchive = async (
  run: CommandRun,
  path: string,
  { name, seed, classes = {} }: ImportRequest,
  wait: boolean,
): Promise<void> => {
  // Loaded only now: it comes with all that services run on.
  const { splitPrefixOf } = await import('../files/split-prefix.ts');
  const source = await archiveSource(path, { ...WANTED, prefix: splitPrefixOf(path) });
  const fields: [string, string][] = [['name', (name ?? source.name).slice(0, MAX_NAME)]];
  if (seed !== undefined) fields.push(['seed', String(seed)]);
  if (Object.keys(classes).length > 0) fields.push(['classes', JSON.stringify(classes)]);
  const job = await uploadArchive(run, '/v1/datasets', source, fields);
  if (!wait) {
    run.print(job, [...jobLines(job), `Follow it with: pneumo jobs watch ${job.id}`]);
    return;
  }
  const done = await awaitJob(run, job.id);
  const { result } = done;
  if (!isImportResult(result)) {
    run.print(done, jobLines(done));
    return;
  }
  run.print(done, [
    `Imported ${result.dataset}: ${counted(result.images, 'image')} of ${counted(result.patients, 'patient')}, ${result.duplicates} copies left out, ${result.rejected} refused.`,
    ...result.warnings.map((warning) => `Warning: ${warning}`),
    `See it with: pneumo datasets show ${result.dataset}`,
  ]);
};

const withImportOptions = (command: Command, examples: readonly string[]): Command =>
  withCommonOptions(
    command
      .option('--name <name>', 'what the data set is called (default: the name of the file or folder)')
      .option('--seed <n>', 'seed of the splits; the same pictures and seed give the same data set', parseSeed)
      .option('--no-wait', 'only upload; do not wait for the import to end'),
    { examples },
  );

export const addDatasetCommands = (program: Command, context: CliContext): void => {
  const datasets = withExamples(
    program.command('datasets').description('labelled pictures with splits and an audit'),
    'pneumo datasets import films/ --name films',
  );

  withImportOptions(
    datasets
      .command('pull')
      .description('download a published data set from its publisher, check and import it')
      .addArgument(new Argument('<name>', 'data set').choices(Object.keys(PUBLISHED_DATASETS)))
      .option('--keep', 'keep the downloaded archive'),
    ['pneumo datasets pull chest-xray-2017'],
  ).action(async (name: keyof typeof PUBLISHED_DATASETS, options: ImportOptions & { keep?: boolean }) => {
    const run = createRun(context, options);
    const published = PUBLISHED_DATASETS[name];
    // Asked first: 1.2 GB that have nowhere to go would be for nothing.
    await run.api.send('/v1/me');
    const { url, sha256, sizeBytes } = await findArchive(published, run.signal);
    const file = join(context.env.downloadDir, published.fileName);
    run.progress.say(`Downloading ${published.title}`);
    await downloadFile({
      url,
      file,
      checksum: { algorithm: 'sha256', hex: sha256 },
      signal: run.signal,
      otherwise: byHand(published),
      onProgress: (done, total) =>
        run.progress.show({ stage: 'downloading', done, total: total || sizeBytes, unit: 'bytes' }),
      onNote: (line) => run.progress.say(line),
    });
    await importArchive(run, file, { ...options, name: options.name ?? name }, options.wait);
    if (options.keep !== true) await rm(file);
  });

  withImportOptions(
    datasets
      .command('import')
      .description('import a zip or a folder: NORMAL/ and PNEUMONIA/ at any depth, or a labels.csv')
      .argument('<path>', 'zip or folder')
      .option('--normal <names...>', 'other names of the folder or label of normal pictures')
      .option('--pneumonia <names...>', 'other names of the folder or label of pictures with pneumonia'),
    [
      'pneumo datasets import films/ --name films --seed 7',
      'pneumo datasets import films.zip --normal healthy --pneumonia viral bacterial',
    ],
  ).action(async (path: string, options: ImportOptions) => {
    const run = createRun(context, options);
    const file = resolve(context.env.callerDir, path);
    await importArchive(run, file, { ...options, classes: classesOf(options) }, options.wait);
  });

  withCommonOptions(datasets.command('list').description('newest first'), {
    examples: ['pneumo datasets list'],
  }).action(async (options: CommonOptions) => {
    const run = createRun(context, options);
    const list = await run.api.json<DatasetList>('/v1/datasets');
    run.print(list, datasetListLines(list.datasets));
  });

  withCommonOptions(
    datasets.command('show').description('splits, audit, and what was refused').argument('<id>', 'data set id'),
    { examples: ['pneumo datasets show ds-019b1f000000-a1b2c3'] },
  ).action(async (id: string, options: CommonOptions) => {
    const run = createRun(context, options);
    const dataset = await run.api.json<DatasetDetail>(`/v1/datasets/${encodeURIComponent(id)}`);
    run.print(dataset, datasetLines(dataset));
  });

  withCommonOptions(
    datasets
      .command('remove')
      .description('remove a data set that no job uses; versions that were trained on it stay')
      .argument('<id>', 'data set id'),
    { examples: ['pneumo datasets remove ds-019b1f000000-a1b2c3'] },
  ).action(async (id: string, options: CommonOptions) => {
    const run = createRun(context, options);
    await run.api.send(`/v1/datasets/${encodeURIComponent(id)}`, { method: 'DELETE' });
    run.print({ removed: id }, [`Removed ${id}.`]);
  });
};
