import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { type CliContext, type CommandRun, type CommonOptions, createRun, withCommonOptions } from '../cli-context.ts';
import { loadVersion } from '../evaluate/load-version.ts';
import { classesOf } from './datasets.ts';

interface EvaluateOptions extends CommonOptions {
  readonly model: string;
  readonly data: string;
  readonly threshold?: number;
  readonly csv?: string;
  readonly includeTrained?: boolean;
  readonly normal?: string[];
  readonly pneumonia?: string[];
}

const parseThreshold = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('A number from 0 to 1 is wanted.');
  return value;
};

const evaluateFolder = async (run: CommandRun, options: EvaluateOptions): Promise<void> => {
  const startedMs = performance.now();
  const loaded = await loadVersion(run, options.model);
  const { manifest } = loaded;
  const folder = resolve(run.context.env.callerDir, options.data);
  // Loaded only now: engines and decoders take half a second that a wrong name need not wait for.
  const [{ readFolder }, { scoreFiles }, { chooseFiles }, { evaluationReport }, { reportLines }, { writeCsv }, models] =
    await Promise.all([
      import('../evaluate/read-folder.ts'),
      import('../evaluate/score-files.ts'),
      import('../evaluate/choose-files.ts'),
      import('../evaluate/evaluation-report.ts'),
      import('../evaluate/report-lines.ts'),
      import('../evaluate/write-csv.ts'),
      import('@pneumo/models'),
    ]);
  const labelled = await readFolder(folder, classesOf(options));
  const nearDuplicatesChecked = Object.hasOwn(manifest.files, 'fingerprints.bin');
  const fingerprints = nearDuplicatesChecked
    ? models.decodeFingerprints(await loaded.file('fingerprints.bin'))
    : undefined;
  const total = labelled.files.length;
  const scored = await scoreFiles({
    files: labelled.files,
    manifest,
    model: await loaded.file('model.onnx'),
    signal: run.signal,
    onProgress: (done) => run.progress.show({ stage: 'evaluating', done, total, unit: 'images' }),
  });
  run.progress.clear();
  const includeTrained = options.includeTrained === true;
  const chosen = chooseFiles(scored.scored, { ...manifest.dataset.trainedOn, fingerprints }, includeTrained);
  const report = evaluationReport({
    loaded,
    folder,
    labelled,
    scored,
    chosen,
    includeTrained,
    threshold: options.threshold,
    nearDuplicatesChecked,
    seconds: (performance.now() - startedMs) / 1000,
  });
  if (options.csv !== undefined) {
    const path = resolve(run.context.env.callerDir, options.csv);
    await writeCsv(path, scored.scored, chosen.verdicts, report.operatingPoint.threshold);
    run.progress.say(`Wrote ${path}`);
  }
  run.print(report, reportLines(report));
};

export const addEvaluateCommand = (program: Command, context: CliContext): void => {
  withCommonOptions(
    program
      .command('evaluate')
      .description('judge a version on a folder of labelled pictures, exactly as it serves')
      .requiredOption('--model <name>', 'alias, version, or folder of a version such as packages/models/starter')
      .requiredOption('--data <dir>', 'folder with NORMAL/ and PNEUMONIA/ (at any depth), or with a labels.csv')
      .option(
        '--threshold <t>',
        "probability from which on it counts as pneumonia (default: the version's own)",
        parseThreshold,
      )
      .option('--csv <file>', 'also write a row per file')
      .option('--include-trained', 'keep images that the version was trained on; the figures then flatter it')
      .option('--normal <names...>', 'other names of the folder or label of normal pictures')
      .option('--pneumonia <names...>', 'other names of the folder or label of pictures with pneumonia'),
    {
      examples: [
        'pneumo evaluate --model champion --data films/test --csv scores.csv',
        'pneumo evaluate --model packages/models/starter --data films/test',
      ],
    },
  ).action(async (options: EvaluateOptions) => {
    await evaluateFolder(createRun(context, options), options);
  });
};
