import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { DatasetImportResult, JobResource, TrainingResult } from '@pneumo/shared/contracts';
import { createDemoClient } from '../demo/demo-client.ts';
import { createProgressDisplay } from '../demo/progress-display.ts';
import { writeArchive } from '../demo/write-archive.ts';
import { readLocalEnv } from '../env.ts';
import { renderLogLine } from '../stack/render-log-line.ts';
import { startStack } from '../stack/stack.ts';
import { filmPlan } from './film-plan.ts';
import { readGivenStarter } from './given-starter.ts';
import { PHANTOM_COUNT, phantomPlan } from './phantom-plan.ts';
import { bestSeed, type SeedFigures, seedFiguresOf } from './seed-figures.ts';
import { starterReadme } from './starter-readme.ts';

/** The same for every starter, so that those of several training seeds can be compared. */
const SPLIT_SEED = 1;

const usage = `Usage: pnpm starter:make (--data DIR | --phantoms N) [--seeds 1,2,3] [--epochs N] [--from DIR] [--out DIR]

Trains a version that npm start registers in an empty store, with Pneumo's own trainer through HTTP: one version per seed, side by side as
far as there are cores. Writes the files of the one that is best on validation, the figures of all, and a README that says how it was made.
With --from no weights are trained: those of a version made earlier from the same images are calibrated, judged and written anew.

Options
  --data DIR     the champion, of X-rays: a folder with train/, val/ and test/, each with NORMAL/ and PNEUMONIA/; test/ stays sealed
  --phantoms N   the version that answers sample pictures: N are drawn (the committed one saw ${PHANTOM_COUNT})
  --seeds LIST   seeds of weights, order and augmentation, one version each (default 1,2,3)
  --epochs N     instead of the recipe's
  --from DIR     a folder with a version, such as packages/models/starter: its weights, in place of a training
  --out DIR      where to write it (default packages/models/starter, or packages/models/phantom-starter)
`;

const surroundings = readLocalEnv();
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    phantoms: { type: 'string' },
    seeds: { type: 'string', default: '1,2,3' },
    epochs: { type: 'string' },
    from: { type: 'string' },
    out: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help || (values.data === undefined) === (values.phantoms === undefined)) {
  process.stdout.write(usage);
  process.exit(values.help ? 0 : 2);
}
const phantoms = Number(values.phantoms ?? PHANTOM_COUNT);
// With fewer there are too few pictures to learn abstention from.
if (!Number.isInteger(phantoms) || phantoms < 700) {
  process.stderr.write(`--phantoms ${values.phantoms}: give a whole number of at least 700\n`);
  process.exit(2);
}
const plan =
  values.data === undefined ? phantomPlan(phantoms) : await filmPlan(resolve(surroundings.callerDir, values.data));
const from =
  values.from === undefined ? undefined : await readGivenStarter(resolve(surroundings.callerDir, values.from));
const seeds = from === undefined ? values.seeds.split(',').map(Number) : [from.manifest.seed];
if (!seeds.every((seed) => Number.isInteger(seed) && seed >= 0)) {
  process.stderr.write(`--seeds ${values.seeds}: give whole numbers, with commas between them\n`);
  process.exit(2);
}
// A small network gains little from a second thread: one per training, side by side, is the quickest way through several.
const trainers = Math.min(seeds.length, 2 * availableParallelism());
const threads = Math.max(1, Math.floor(availableParallelism() / trainers));
const out = resolve(surroundings.callerDir, values.out ?? plan.words.folder);
const display = createProgressDisplay(process.stdout);
const dataDir = await mkdtemp(join(tmpdir(), 'pneumo-starter-'));
const stack = await startStack({
  dataDir,
  inferencers: 1,
  trainers,
  local: surroundings,
  env: { PNEUMO_TRAINER_THREADS: String(threads), ...(from === undefined ? {} : { PNEUMO_STARTER_DIR: from.folder }) },
  log: (line) => display.say(line),
  onLine: (service, line) => {
    if (service.startsWith('trainer')) display.say(renderLogLine(service, line));
  },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stack.stop().then(() => process.exit(1)));
}
try {
  const client = createDemoClient(stack.url);
  await client.waitUntilReady();
  const follow = (job: JobResource): Promise<JobResource> => client.follow(job, () => undefined);
  const archive = join(dataDir, 'images.zip');
  await writeArchive(archive, plan.images, () => undefined);
  const imported = (await follow(await client.importArchive(plan.datasetName, archive, SPLIT_SEED, plan.ageBands)))
    .result as DatasetImportResult;
  display.say(`${imported.images} images of ${imported.patients} patients`);
  const train = async (seed: number): Promise<string> => {
    const job = await client.train({
      dataset: imported.dataset,
      architecture: 'compact',
      seed,
      promote: 'never',
      ...(from === undefined ? {} : { weightsFrom: from.manifest.version }),
      hyperparameters: {
        ...plan.hyperparameters,
        ...(values.epochs === undefined ? {} : { epochs: Number(values.epochs) }),
      },
    });
    return ((await follow(job)).result as TrainingResult).version;
  };
  const read = async (version: string, name: string): Promise<Buffer> => {
    const response = await fetch(`${stack.url}/v1/models/${version}/files/${name}`);
    if (!response.ok) throw new Error(`${name} of ${version}: status ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  };
  const figures: SeedFigures[] = [];
  for (const version of await Promise.all(seeds.map(train))) {
    figures.push(seedFiguresOf(await read(version, 'manifest.json'), await read(version, 'metrics.json')));
  }
  const best = bestSeed(figures);
  const { version } = best;
  const manifest = { ...best.manifest, warnings: [...new Set([...best.manifest.warnings, ...plan.warnings])] };
  await rm(out, { recursive: true, force: true });
  for (const name of Object.keys(manifest.files)) {
    await mkdir(dirname(join(out, name)), { recursive: true });
    await writeFile(join(out, name), await read(version, name));
  }
  await writeFile(join(out, 'manifest.json'), `${JSON.stringify(manifest)}\n`);
  const readJson = async (name: string): Promise<unknown> => JSON.parse((await read(version, name)).toString());
  const [metrics, history] = [await readJson('metrics.json'), await readJson('history.json')];
  const card = { manifest, metrics, history } as Parameters<typeof starterReadme>[0];
  const readme = starterReadme(card, from ?? { figures }, plan.words);
  await writeFile(join(out, 'README.md'), readme);
  display.say(`${readme}\nwrote ${version} to ${out}`);
  await stack.stop();
  await rm(dataDir, { recursive: true, force: true });
} catch (error) {
  // A training is too long to be thrown away with its folder.
  display.say(`Failed; what was made is kept: PNEUMO_DATA_DIR=${dataDir} npm start`);
  await stack.stop();
  throw error;
}
