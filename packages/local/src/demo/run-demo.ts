import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  type DatasetImportResult,
  DISCLAIMER,
  type JobResource,
  type PredictionResult,
  type TrainingResult,
} from '@pneumo/shared/contracts';
import type { DemoClient } from './demo-client.ts';
import { drawDemoPhantoms } from './demo-images.ts';
import type { DemoOptions } from './demo-options.ts';
import { evaluationLines } from './evaluation-lines.ts';
import { readImageFolder } from './image-folder.ts';
import type { ProgressDisplay } from './progress-display.ts';
import { planTraining } from './training-plan.ts';
import { writeArchive } from './write-archive.ts';

export interface DemoOutcome {
  trainingJob: string;
  version: string;
  auc: number | null;
  predictionJob: string;
  outcome: string;
  probability: number;
}

/** Of splits and training: a demo that is run again comes to the same figures. */
const seed = 1;
const defaultPhantoms = 800;

function showJob(display: ProgressDisplay, { state, progress }: JobResource): void {
  const { stage, done, total, unit, metrics = {}, secondsLeft } = progress;
  const figures = (['stepLoss', 'loss', 'validationAuc'] as const).flatMap((name) => {
    const value = metrics[name];
    const label = { stepLoss: 'step loss', loss: 'loss', validationAuc: 'validation AUC' }[name];
    return typeof value === 'number' ? [`${label} ${value.toFixed(3)}`] : [];
  });
  display.show({ stage: state === 'queued' ? 'queued' : stage, done, total, unit, figures, secondsLeft });
}

/** The main job, step by step, through HTTP only. Throws an Error at the first step that fails. */
export async function runDemo(
  options: DemoOptions,
  deps: { client: DemoClient; display: ProgressDisplay; workDir: string },
): Promise<DemoOutcome> {
  const { client, display, workDir } = deps;
  const follow = (job: JobResource): Promise<JobResource> => client.follow(job, (current) => showJob(display, current));

  const { title, images, heldOut } =
    options.data === undefined
      ? drawDemoPhantoms(options.limit ?? defaultPhantoms)
      : await readImageFolder(options.data, options.limit);
  const archive = join(workDir, 'images.zip');
  await writeArchive(archive, images, (done) =>
    display.show({ stage: `packing ${title}`, done, total: images.length, unit: 'images' }),
  );
  const positives = images.filter(({ label }) => label === 'pneumonia').length;
  display.say(
    `Packed ${images.length} images (${title}; ${positives} with pneumonia); one of another patient is held back.`,
  );

  const importJob = await follow(await client.importArchive(`demo ${title}`.slice(0, 120), archive, seed));
  await rm(archive, { force: true });
  const imported = importJob.result as DatasetImportResult;
  display.say(
    `Imported data set ${imported.dataset}: ${imported.images} images of ${imported.patients} patients, ` +
      `${imported.rejected} rejected, ${imported.duplicates} duplicates.`,
  );
  for (const warning of imported.warnings) display.say(`  note: ${warning}`);

  const trainingJob = await follow(
    await client.train({
      dataset: imported.dataset,
      architecture: options.architecture,
      hyperparameters: planTraining(options, imported.images),
      seed,
      promote: 'never',
    }),
  );
  const trained = trainingJob.result as TrainingResult;
  display.say(
    `Trained ${options.architecture} on ${trained.backend}: ${trained.epochs} epochs, the best was epoch ${trained.bestEpoch}.`,
  );
  for (const warning of trained.warnings) display.say(`  note: ${warning}`);
  const metrics = await client.readVersionFile(trained.version, 'metrics.json');
  for (const line of evaluationLines(trained.test, metrics)) display.say(line);

  await client.moveAlias('champion', trained.version, 'promoted by the demo');
  display.say(`Promoted ${trained.version} to champion.`);

  const predictionJob = await follow(await client.predict(await heldOut.read(), basename(heldOut.name)));
  const prediction = predictionJob.result as PredictionResult;
  const because = prediction.abstainedBecause === undefined ? '' : ` (${prediction.abstainedBecause})`;
  display.say(
    `The image held back is labelled ${heldOut.label}; the model says: ${prediction.outcomeInWords}${because}, ` +
      `probability ${prediction.probability.toFixed(3)}, threshold ${prediction.threshold.toFixed(3)}.`,
  );
  display.say(DISCLAIMER);
  return {
    trainingJob: trainingJob.id,
    version: trained.version,
    auc: trained.test.auc.value,
    predictionJob: predictionJob.id,
    outcome: prediction.outcome,
    probability: prediction.probability,
  };
}
