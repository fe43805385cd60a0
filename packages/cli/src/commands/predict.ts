import { mkdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { DISCLAIMER } from '@pneumo/shared/contracts';
import { type Command, Option } from 'commander';
import { type CliContext, type CommandRun, type CommonOptions, createRun, withCommonOptions } from '../cli-context.ts';
import { CliError, EXIT_CODES } from '../cli-error.ts';
import { csvRow } from '../output/csv-row.ts';
import { counted } from '../output/figures.ts';
import { ANSWER_COLUMNS, answerCells, createAnswerLines } from '../predict/answer-words.ts';
import { askFile, type FileAnswer, type PredictRequest } from '../predict/ask-file.ts';
import { inOrder } from '../predict/in-order.ts';

interface PredictOptions extends CommonOptions {
  readonly model: string;
  readonly explain?: boolean;
  readonly out?: string;
  readonly abstain: boolean;
  readonly priority: 'routine' | 'urgent';
  readonly wait: boolean;
  readonly csv?: boolean;
}

/** As many as the gateway decodes side by side on a small machine, and one that is on its way. */
const AT_ONCE = 3;

/** `<file>.heatmap.png` beside the film, or in a folder, where films of the same name from two folders get a number. */
const heatmapNames = (folder: string | undefined): PredictRequest['heatmapOf'] => {
  const taken = new Set<string>();
  return (file) => {
    if (folder === undefined) return `${file}.heatmap.png`;
    let path = join(folder, `${basename(file)}.heatmap.png`);
    for (let number = 2; taken.has(path); number += 1) path = join(folder, `${basename(file)}-${number}.heatmap.png`);
    taken.add(path);
    return path;
  };
};

const predict = async (run: CommandRun, files: readonly string[], options: PredictOptions): Promise<void> => {
  const { explain = false, csv = false, out, model, abstain, priority, wait } = options;
  const { stdout, env } = run.context;
  if (out !== undefined) await mkdir(resolve(env.callerDir, out), { recursive: true });
  const request: PredictRequest = { model, explain, abstain, priority, wait, heatmapOf: heatmapNames(out) };
  const write = (line: string): void => {
    run.progress.clear();
    stdout.write(`${line}\n`);
  };
  const linesOf = createAnswerLines({ explain });
  const answers: FileAnswer[] = [];
  let unreachable: FileAnswer | undefined;
  const show = (): void =>
    run.progress.show({ stage: 'predicting', done: answers.length, total: files.length, unit: 'files' });
  if (csv) write(csvRow(ANSWER_COLUMNS));
  show();
  for await (const answer of inOrder(files, AT_ONCE, (file) => askFile(run, file, request))) {
    // Nobody is there: the others would end the same way.
    if (answer.exitCode === EXIT_CODES.unreachable) unreachable = answer;
    if (unreachable !== undefined) break;
    answers.push(answer);
    if (csv) write(csvRow(answerCells(answer)));
    else if (!run.isJson) for (const line of linesOf(answer)) write(line);
    show();
  }
  run.progress.clear();
  if (!csv && answers.length > 0) {
    // eslint-disable-next-line @typescript-eslint/no-unused-vars -- named to be left out
    const predictions = answers.map(({ exitCode, ...answer }) => answer);
    run.print({ predictions, disclaimer: DISCLAIMER }, ['', DISCLAIMER]);
  }
  if (unreachable !== undefined) throw new CliError(unreachable.error!.message, EXIT_CODES.unreachable);
  const failed = answers.flatMap(({ file, error }) => (error === undefined ? [] : [`${file}: ${error.message}`]));
  if (failed.length === 0) return;
  // On a terminal the reasons have just been read.
  const first = csv || run.isJson ? `; the first was ${failed[0]!}` : '.';
  throw new CliError(`${failed.length} of ${counted(files.length, 'file')} failed${first}`);
};

export const addPredictCommand = (program: Command, context: CliContext): void => {
  withCommonOptions(
    program
      .command('predict')
      .description('ask a model about pictures; exit code 1 if any failed, the others are answered all the same')
      .argument('<files...>', 'JPEG, PNG or DICOM files')
      .option('--model <name>', 'alias or version', 'champion')
      .option('--explain', 'also save the film with where the network looked laid over it, as FILE.heatmap.png')
      .option('--out <dir>', 'folder for the heat maps (default: beside the films)')
      .option('--no-abstain', 'answer even where the model would rather not; needs the scope research')
      .addOption(new Option('--priority <name>', 'who goes first').choices(['routine', 'urgent']).default('routine'))
      .option('--wait', 'wait for the answers, as it does anyway', true)
      .option('--no-wait', 'only send; do not wait for the answers')
      .addOption(new Option('--csv', 'print a row per file as CSV').conflicts('json')),
    {
      examples: [
        'pneumo predict film.jpeg --explain',
        'pneumo predict films/*.dcm --csv > answers.csv',
        'pneumo predict film.png --model challenger --json',
      ],
    },
  ).action((files: string[], options: PredictOptions) => predict(createRun(context, options), files, options));
};
