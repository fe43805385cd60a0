import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvaluationReport } from '../../packages/cli/src/evaluate/evaluation-report.ts';
import { reportLines } from '../../packages/cli/src/evaluate/report-lines.ts';
import { createTestCli } from '../../packages/cli/test/create-test-cli.ts';
import { writeKerasFile } from '../../packages/cli/test/keras-file.ts';
import { encodePhantomJpeg } from '../../packages/imaging/src/index.ts';
import { drawPhantom } from '../../packages/imaging/src/pure/index.ts';
import { trunkParameters } from '../../packages/models/src/index.ts';
import type {
  Alias,
  DatasetDetail,
  DatasetImportResult,
  DatasetList,
  JobList,
  JobResource,
  ModelList,
  PredictionResult,
  PretrainedWeightsInfo,
  PretrainedWeightsList,
} from '../../packages/shared/src/contracts/index.ts';
import { describePredictionCommands } from './command-line-predictions.ts';
import { createHttp } from './http.ts';
import { startTestStack, type TestStack } from './test-stack.ts';

const STARTER = resolve(import.meta.dirname, '../../packages/models/starter');
const PER_CLASS = 30;

let stack: TestStack;
let cli: ReturnType<typeof createTestCli>;
let folder: string;

beforeAll(async () => {
  stack = await startTestStack({ trainers: 0, env: { PNEUMO_STARTER_DIR: STARTER } });
  folder = join(stack.dataDir, 'films/test');
  cli = createTestCli({ dataDir: stack.dataDir, callerDir: join(stack.dataDir, 'films'), server: stack.url });
  for (const label of ['normal', 'pneumonia'] as const) {
    await mkdir(join(folder, label.toUpperCase()), { recursive: true });
    for (let index = 0; index < PER_CLASS; index += 1) {
      const seed = `${label}-${index}`;
      const jpeg = await encodePhantomJpeg(drawPhantom({ seed, label, size: { width: 100, height: 80 } }));
      const name = label === 'normal' ? `IM-${1000 + index}-0001.jpeg` : `person${index}_virus_1.jpeg`;
      await writeFile(join(folder, label.toUpperCase(), name), jpeg);
    }
  }
  await writeFile(join(folder, 'NORMAL/broken.jpeg'), 'no picture');
  await writeFile(join(folder, 'NORMAL/copy.jpeg'), await readFile(join(folder, 'NORMAL/IM-1000-0001.jpeg')));
});
afterAll(() => stack.close());

/** What a command prints with --json. */
const json = async <T>(...args: string[]): Promise<T> => {
  const { exitCode, stdout, stderr } = await cli(...args, '--json');
  expect([exitCode, stderr]).toEqual([0, expect.any(String)]);
  return JSON.parse(stdout) as T;
};

describe('pneumo evaluate', { timeout: 120_000 }, () => {
  let report: EvaluationReport;

  it('gives for each picture what serving gives, and tells what it left out', async () => {
    const csv = join(stack.dataDir, 'scores.csv');
    report = await json<EvaluationReport>('evaluate', '--model', 'champion', '--data', 'test', '--csv', csv);
    expect(report.data).toMatchObject({ files: 2 * PER_CLASS + 2, judged: 2 * PER_CLASS, duplicates: 1 });
    expect(report.data.unreadable.map(({ path }) => path)).toEqual(['NORMAL/broken.jpeg']);
    expect(report.model).toMatchObject({ alias: 'champion' });
    const rows = (await readFile(csv, 'utf8'))
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    expect(rows.map((cells) => cells.at(-1)).filter((used) => used === 'duplicate')).toHaveLength(1);
    const http = createHttp(stack.url);
    for (const cells of [rows[0]!, rows.at(-1)!]) {
      const [file, label, subtype, patient] = cells;
      expect(patient).toBe(label === 'normal' ? 'test:IM-1000' : 'test:person9');
      expect(subtype).toBe(label === 'normal' ? '' : 'virus');
      const answer = await http.postImage(await readFile(join(folder, file!)), {}, { prefer: 'wait=30' });
      const result = answer.body.result as PredictionResult;
      expect(Number(cells[6])).toBeCloseTo(result.probability, 5);
      expect(cells[7]).toBe(result.outcome);
    }
  });

  it('gives the same figures without a gateway, from the folder of a version', async () => {
    const local = await json<EvaluationReport>('evaluate', '--model', STARTER, '--data', folder);
    expect(local.evaluation).toEqual(report.evaluation);
    expect(local.model).toMatchObject({ version: report.model.version, alias: null });
  });

  it('tells people counts, intervals, the baseline, the rule of the threshold, and that it is no diagnosis', () => {
    const text = reportLines({ ...report, operatingPoint: { ...report.operatingPoint, threshold: 0.25 } }).join('\n');
    for (const part of [
      `${2 * PER_CLASS} judged: ${PER_CLASS} normal, ${PER_CLASS} pneumonia`,
      'left out: 1 copy of a picture that is judged once; 1 file that cannot be read',
      'Threshold     0.2500 (max-specificity',
      '95 % interval',
      'of virus',
      'called pneumonia',
      'always "',
      'not a diagnosis',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('takes other names of the classes, and refuses a folder without any and a model that is not there', async () => {
    const { exitCode, stderr } = await cli(
      'evaluate',
      '--model',
      'champion',
      '--data',
      join(stack.dataDir, 'films/test/NORMAL'),
    );
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('needs folders NORMAL/ and PNEUMONIA/')]);
    const only = await json<EvaluationReport>(
      'evaluate',
      '--model',
      'champion',
      '--data',
      '.',
      '--normal',
      'pneumonia',
      '--threshold',
      '0.5',
    );
    expect(only.operatingPoint).toMatchObject({ threshold: 0.5, rule: 'given on the command line' });
    expect(only.evaluation).toMatchObject({ positives: 0, negatives: 2 * PER_CLASS });
    const lost = await cli('evaluate', '--model', 'nobody', '--data', 'test');
    expect([lost.exitCode, lost.stderr]).toEqual([1, expect.stringContaining('no alias or version nobody')]);
  });
});

describe('pneumo datasets', { timeout: 120_000 }, () => {
  it('imports a folder, shows it, has it used by jobs, and removes it when none does', async () => {
    const job = await json<JobResource>('datasets', 'import', 'test', '--seed', '7', '--name', 'films');
    const { dataset, images, duplicates, rejected } = job.result as DatasetImportResult;
    expect({ images, duplicates, rejected }).toEqual({ images: 2 * PER_CLASS, duplicates: 1, rejected: 1 });
    const detail = await json<DatasetDetail>('datasets', 'show', dataset);
    expect(detail).toMatchObject({ name: 'films', seed: 7 });
    // The folder's own name says on which side of the published split these patients are.
    const { body } = await createHttp(stack.url).call<DatasetDetail>('GET', `/v1/datasets/${dataset}?rows=true`);
    expect(body.rows!.map(({ patient }) => patient)).toContain('test:IM-1000');
    expect((await cli('datasets', 'show', dataset)).stdout).toContain(dataset);

    // Nothing trains here: what is asked waits.
    const asked = ['train', '--dataset', dataset, '--architecture', 'cnn', '--set', 'epochs=2', '--no-wait'];
    const training = await json<JobResource>(...asked, '--set', 'augmentation.flip=false');
    expect(training.input).toMatchObject({ hyperparameters: { epochs: 2, augmentation: { flip: false } } });
    const used = await cli('datasets', 'remove', dataset);
    expect([used.exitCode, used.stderr]).toEqual([1, expect.stringContaining('dataset_in_use')]);
    expect((await json<JobList>('jobs', 'list', '--kind', 'training')).jobs.map(({ id }) => id)).toEqual([training.id]);
    await json('jobs', 'cancel', training.id);
    const watched = await cli('jobs', 'watch', training.id);
    expect([watched.exitCode, watched.stderr]).toEqual([1, expect.stringContaining('ended as cancelled')]);
    const again = await json<JobResource>('jobs', 'retry', training.id);
    expect(again.retryOf).toBe(training.id);
    await json('jobs', 'cancel', again.id);
    const wrong = await cli(...asked, '--set', 'epochs=0');
    expect([wrong.exitCode, wrong.stderr]).toEqual([1, expect.stringContaining('validation_failed')]);

    await json('datasets', 'remove', dataset);
    expect((await json<DatasetList>('datasets', 'list')).datasets).toEqual([]);
    const gone = await cli('datasets', 'show', dataset);
    expect([gone.exitCode, gone.stderr]).toEqual([1, expect.stringContaining('dataset_not_found')]);
  });

  it('says why an import failed, with its code', async () => {
    const { exitCode, stderr } = await cli('datasets', 'import', 'test/NORMAL');
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/ended as failed: .*\(dataset_/)]);
    const absent = await cli('datasets', 'import', 'nowhere.zip');
    expect([absent.exitCode, absent.stderr]).toEqual([1, expect.stringContaining('is not there')]);
  });
});

describe('pneumo models and pneumo compare', { timeout: 120_000 }, () => {
  it('shows the card of a version, moves an alias with its reason, and goes back only where there is something before', async () => {
    const { models } = await json<ModelList>('models', 'list');
    const { version } = models[0]!;
    expect((await cli('models', 'card', version)).stdout).toContain('not a diagnosis');
    const moved = await json<Alias>('models', 'promote', version, '--alias', 'challenger', '--reason', 'to shadow');
    expect(moved).toMatchObject({ alias: 'challenger', version });
    expect(moved.history.map(({ reason }) => reason)).toEqual(['to shadow']);
    const back = await cli('models', 'rollback', '--alias', 'challenger');
    expect([back.exitCode, back.stderr]).toEqual([1, expect.stringContaining('no_previous_version')]);
    const lost = await cli('models', 'promote', 'compact-lost', '--reason', 'none');
    expect([lost.exitCode, lost.stderr]).toEqual([1, expect.stringContaining('version_not_found')]);
  });

  it('asks for a comparison with a seed for each, and cancels it with its trainings', async () => {
    const job = await json<JobResource>('datasets', 'import', 'test', '--name', 'compared');
    const { dataset } = job.result as DatasetImportResult;
    const asked = ['compare', '--dataset', dataset, '--architectures', 'cnn,compact', '--no-wait'];
    const comparison = await json<JobResource>(...asked);
    expect(comparison.children?.map(({ architecture }) => architecture)).toEqual(['cnn', 'compact']);
    await json('jobs', 'cancel', comparison.id);
    const { jobs } = await json<JobList>('jobs', 'list', '--kind', 'training', '--state', 'cancelled');
    expect(jobs.map(({ id }) => id)).toEqual(expect.arrayContaining(comparison.children!.map(({ id }) => id)));
    await json('datasets', 'remove', dataset);
  });
});

describe('pneumo weights', { timeout: 120_000 }, () => {
  it("stores the weights of a trunk out of Keras's file, once, for every trainer", async () => {
    const file = join(stack.dataDir, 'vgg16.h5');
    const layers = Map.groupBy(trunkParameters('vgg16'), ({ name }) => name.slice(0, name.lastIndexOf('/')));
    await writeKerasFile(
      file,
      [...layers].map(([name, specs]) => ({
        name,
        arrays: specs.map((spec) => ({
          name: spec.name.split('/').at(-1)!,
          shape: spec.shape,
          data: new Float32Array(spec.shape.reduce((size, length) => size * length, 1)).fill(0.01),
        })),
      })),
      'vgg',
    );
    const info = await json<PretrainedWeightsInfo>('weights', 'import', file);
    expect(info).toMatchObject({ name: 'vgg16', tensors: 26, parameters: 14_714_688, origin: { file: 'vgg16.h5' } });
    expect((await json<PretrainedWeightsList>('weights', 'list')).weights).toEqual([info]);
    expect((await json<PretrainedWeightsInfo>('weights', 'pull', 'vgg16')).sha256).toBe(info.sha256);
    await json('weights', 'remove', 'vgg16');
    expect((await cli('weights', 'list')).stdout).toContain('not stored: pneumo weights pull vgg16');
  });
});

describePredictionCommands(() => stack);
