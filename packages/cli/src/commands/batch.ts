import { resolve } from 'node:path';
import { type BatchResource, DISCLAIMER, isFinal, type JobResource, OUTCOME_WORDS } from '@pneumo/shared/contracts';
import { type Command, Option } from 'commander';
import { type BatchRequest, pathsByHash, picturesAt, sendBatch } from '../batch/send-batch.ts';
import { type ResultFormat, writeResults } from '../batch/write-results.ts';
import { type CliContext, type CommandRun, type CommonOptions, createRun, withCommonOptions } from '../cli-context.ts';
import { CliError, EXIT_CODES } from '../cli-error.ts';
import { endedBadly, watchJob } from '../http/watch-job.ts';
import { counted } from '../output/figures.ts';

interface BatchOptions extends CommonOptions, BatchRequest {
  readonly id?: string;
  readonly out?: string;
  readonly csv?: boolean;
  readonly ndjson?: boolean;
  readonly wait: boolean;
}

const summaryLines = (batch: BatchResource, where: string): string[] => {
  const { id, state, counts } = batch;
  const { images, pneumonia, normal, abstained, failed, errors } = counts;
  return [
    `Batch ${id}: ${state}, ${counted(images, 'image')}`,
    `  ${OUTCOME_WORDS.pneumonia}: ${pneumonia}`,
    `  ${OUTCOME_WORDS.normal}: ${normal}`,
    `  ${OUTCOME_WORDS.abstained}: ${abstained}`,
    `  failed: ${failed}`,
    ...Object.entries(errors).map(([code, count]) => `    ${code}: ${count}`),
    where,
    DISCLAIMER,
  ];
};

const formatOf = ({ csv, ndjson, out }: BatchOptions): ResultFormat | undefined => {
  if (csv === true) return 'csv';
  if (ndjson === true) return 'ndjson';
  if (out === undefined) return undefined;
  return /\.csv$/i.test(out) ? 'csv' : 'ndjson';
};

const assertOneSource = ({ path, images, imagesFrom, id }: BatchOptions): void => {
  const sources = [path, images, imagesFrom].filter((source) => source !== undefined).length;
  // A folder beside --id tells the names of its pictures.
  const fits = id === undefined ? sources === 1 : images === undefined && imagesFrom === undefined;
  if (!fits) {
    throw new CliError(
      'Give a zip or a folder, or --images, or --images-from, or --id: one of them.',
      EXIT_CODES.usage,
    );
  }
};

const runBatch = async (run: CommandRun, options: BatchOptions): Promise<void> => {
  assertOneSource(options);
  const { path, id, out, wait } = options;
  const { callerDir } = run.context.env;
  const archive = path === undefined ? undefined : await picturesAt(path, callerDir);
  const readJob = (jobId: string): Promise<BatchResource> => run.api.json(`/v1/batches/${encodeURIComponent(jobId)}`);
  const job: JobResource = id === undefined ? await sendBatch(run, options, archive) : await readJob(id);
  const again = `pneumo batch --id ${job.id}`;
  if (!wait) {
    run.print(job, [`batch ${job.id}: ${job.state}`, `Get the results with: ${again} --out results.csv`]);
    return;
  }
  if (!isFinal(job.state)) {
    run.progress.say(`Batch ${job.id}; Ctrl-C stops the watching, pneumo jobs cancel ${job.id} the batch`);
  }
  const { state } = isFinal(job.state) ? job : await watchJob(run, job.id);
  const batch = await readJob(job.id);
  const format = formatOf(options);
  const file = out === undefined ? undefined : resolve(callerDir, out);
  if (format !== undefined) {
    const names = archive === undefined ? new Map<string, string>() : pathsByHash(archive);
    await writeResults(run, job.id, { format, file, names });
  }
  const where = file === undefined ? `Results: ${again} --out results.csv` : `Results: ${file}`;
  // Stdout holds the results alone.
  if (format !== undefined && file === undefined) for (const line of summaryLines(batch, where)) run.progress.say(line);
  else run.print(batch, summaryLines(batch, where));
  if (state !== 'succeeded') throw endedBadly(batch);
  const { failed, images } = batch.counts;
  if (failed > 0) throw new CliError(`${failed} of ${counted(images, 'image')} failed; the results say why.`);
};

export const addBatchCommand = (program: Command, context: CliContext): void => {
  withCommonOptions(
    program
      .command('batch')
      .description(
        'ask a model about many pictures at once: a zip, a folder, or stored images; exit code 1 if any failed',
      )
      .argument('[path]', 'zip or folder of JPEG, PNG and DICOM files')
      .option('--images <ids...>', 'ids of stored images')
      .option('--images-from <file>', 'file with the id of a stored image on each line')
      .option('--id <id>', 'a batch that was asked for before, to be followed to its end')
      .option('--model <name>', 'alias or version', 'champion')
      .option('--no-abstain', 'answer even where the model would rather not; needs the scope research')
      .option(
        '--out <file>',
        'write the results to a file: CSV where its name ends in .csv, else a line of JSON per image',
      )
      .addOption(new Option('--csv', 'the results as CSV').conflicts('ndjson'))
      .option('--ndjson', 'the results as a line of JSON per image')
      .option('--no-wait', 'only send; do not wait for the end'),
    {
      examples: [
        'pneumo batch films/ --out results.csv',
        'pneumo batch films.zip --ndjson > results.ndjson',
        'pneumo batch --id 019b1f00-0000-7000-8000-000000000000 --csv',
      ],
    },
  ).action((path: string | undefined, options: BatchOptions) => {
    if (options.json === true && options.out === undefined && formatOf(options) !== undefined) {
      throw new CliError('--json prints the batch: write its results to a file with --out.', EXIT_CODES.usage);
    }
    return runBatch(createRun(context, options), { ...options, ...(path === undefined ? {} : { path }) });
  });
};
