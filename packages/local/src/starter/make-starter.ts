import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { DatasetImportResult, JobResource, TrainingResult, VersionManifest } from '@pneumo/shared/contracts';
import { createDemoClient } from '../demo/demo-client.ts';
import { readImageFolder } from '../demo/image-folder.ts';
import { createProgressDisplay } from '../demo/progress-display.ts';
import { writeArchive } from '../demo/write-archive.ts';
import { readLocalEnv } from '../env.ts';
import { renderLogLine } from '../stack/render-log-line.ts';
import { startStack } from '../stack/stack.ts';
import { starterReadme } from './starter-readme.ts';

/** The same for every starter, so that those of several training seeds can be compared. */
const SPLIT_SEED = 1;

const usage = `Usage: pnpm starter:make --data DIR [--seed N] [--epochs N] [--out DIR]

Trains the starter version, which npm start registers as champion in an empty store, with Pneumo's own trainer through HTTP,
and writes its files, with a README that says how it was made.

Options
  --data DIR    a folder with train/, val/ and test/, each with NORMAL/ and PNEUMONIA/; test/ stays sealed
  --seed N      seed of weights, order and augmentation (default 1)
  --epochs N    instead of the recipe's
  --out DIR     where to write it (default packages/models/starter)
`;

const surroundings = readLocalEnv();
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    seed: { type: 'string', default: '1' },
    epochs: { type: 'string' },
    out: { type: 'string', default: 'packages/models/starter' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help || values.data === undefined) {
  process.stdout.write(usage);
  process.exit(values.help ? 0 : 2);
}
const seed = Number(values.seed);
const out = resolve(surroundings.callerDir, values.out);
const data = resolve(surroundings.callerDir, values.data);
const display = createProgressDisplay(process.stdout);
const dataDir = await mkdtemp(join(tmpdir(), 'pneumo-starter-'));
const stack = await startStack({
  dataDir,
  inferencers: 1,
  trainers: 1,
  local: surroundings,
  log: (line) => display.say(line),
  onLine: (service, line) => {
    if (service === 'trainer') display.say(renderLogLine(service, line));
  },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stack.stop().then(() => process.exit(1)));
}
try {
  const client = createDemoClient(stack.url);
  await client.waitUntilReady();
  const follow = (job: JobResource): Promise<JobResource> => client.follow(job, () => undefined);
  const { images } = await readImageFolder(data, undefined);
  const archive = join(dataDir, 'images.zip');
  await writeArchive(archive, images, () => undefined);
  const imported = (await follow(await client.importArchive('Kermany 2017, 224 px copies', archive, SPLIT_SEED)))
    .result as DatasetImportResult;
  display.say(`${imported.images} images of ${imported.patients} patients`);
  const job = await follow(
    await client.train({
      dataset: imported.dataset,
      architecture: 'compact',
      seed,
      promote: 'never',
      hyperparameters: values.epochs === undefined ? {} : { epochs: Number(values.epochs) },
    }),
  );
  const { version } = job.result as TrainingResult;
  const read = async (path: string): Promise<Buffer> => {
    const response = await fetch(`${stack.url}/v1/models/${version}${path}`);
    if (!response.ok) throw new Error(`${path} of ${version}: status ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  };
  const manifest = JSON.parse((await read('/files/manifest.json')).toString()) as VersionManifest;
  await rm(out, { recursive: true, force: true });
  for (const name of Object.keys(manifest.files)) {
    await mkdir(dirname(join(out, name)), { recursive: true });
    await writeFile(join(out, name), await read(`/files/${name}`));
  }
  const metrics = JSON.parse((await read('/files/metrics.json')).toString()) as unknown;
  await writeFile(join(out, 'manifest.json'), `${JSON.stringify(manifest)}\n`);
  await writeFile(join(out, 'README.md'), starterReadme(manifest, metrics));
  display.say(`wrote ${version} to ${out}`);
  await stack.stop();
  await rm(dataDir, { recursive: true, force: true });
} catch (error) {
  // A training is too long to be thrown away with its folder.
  display.say(`Failed; what was made is kept: PNEUMO_DATA_DIR=${dataDir} npm start`);
  await stack.stop();
  throw error;
}
