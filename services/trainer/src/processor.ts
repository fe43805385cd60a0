import { readFile } from 'node:fs/promises';
import { preprocessingFor } from '@pneumo/imaging/pure';
import { type DatasetManifest, DISCLAIMER, SPLITS, type TrainingResult, versionIdOf } from '@pneumo/shared/contracts';
import {
  type Datasets,
  type JobContext,
  type JobDone,
  type ObjectStore,
  objectKeys,
  PneumoError,
  type PretrainedWeights,
  type Registry,
  type TestLooks,
} from '@pneumo/shared/runtime';
import { decideAfterGate, prepareChampion } from './champion.ts';
import type { Checkpoints } from './checkpoints.ts';
import { findDatasetOverlaps } from './dataset-overlaps.ts';
import { fetchTrunk } from './fetch-trunk.ts';
import type { FitJob } from './fit/fit-job.ts';
import type { FitReport } from './fit/fit-report.ts';
import { runFitProcess } from './fit-process.ts';
import type { ImageCache } from './image-cache.ts';
import type { TrainingMetrics } from './metrics.ts';
import { restoreCheckpoint } from './restore-checkpoint.ts';
import { trainedAges } from './trained-ages.ts';
import { createTrainingProgress } from './training-progress.ts';
import { resolveTrainingRun, type TrainingRun } from './training-run.ts';
import { versionFileOfJson } from './version-file.ts';
import { buildVersionManifest, readVersionFiles } from './version-manifest.ts';
import type { WorkFolders } from './work-folders.ts';

export interface TrainingDeps {
  readonly store: ObjectStore;
  readonly registry: Registry;
  readonly datasets: Datasets;
  readonly weights: PretrainedWeights;
  readonly looks: TestLooks;
  readonly cache: ImageCache;
  readonly checkpoints: Checkpoints;
  readonly workFolders: WorkFolders;
  readonly backend: FitJob['backend'];
  readonly provider: FitJob['provider'];
  readonly threads: number;
  readonly codeVersion: string;
  readonly metrics?: TrainingMetrics;
}

/** Every split must hold both classes, or a figure that the version rests on would not exist. */
const checkSplits = (dataset: DatasetManifest): void => {
  for (const split of SPLITS) {
    const counts = dataset.splits[split];
    if (counts === undefined || counts.normal === 0 || counts.pneumonia === 0) {
      throw new PneumoError(
        'dataset_too_small',
        `The ${split} split of ${dataset.id} has ${counts?.normal ?? 0} normal and ${counts?.pneumonia ?? 0} pneumonia images; it needs both.`,
      );
    }
  }
};

/** Trains one version, from the stored images to files that the outcome publishes. */
export const createTrainingProcessor =
  (deps: TrainingDeps) =>
  async (context: JobContext<'training'>): Promise<JobDone<'training'>> => {
    const { input, principal } = context;
    const dataset = await deps.datasets.manifest(principal, input.dataset);
    checkSplits(dataset);
    const workFolder = await deps.workFolders.open(context.jobId);
    try {
      const run = await resolveTrainingRun(deps, principal, { input, dataset, workFolder });
      return await train(deps, context, run);
    } catch (error) {
      // Whoever cancelled it has recorded that; nobody will go on from here.
      if (context.stop.reason === 'cancelled') await deps.checkpoints.removeAll(principal, context.jobId);
      throw error;
    } finally {
      await deps.workFolders.close(workFolder);
    }
  };

const train = async (
  deps: TrainingDeps,
  context: JobContext<'training'>,
  run: TrainingRun,
): Promise<JobDone<'training'>> => {
  const { store, cache, checkpoints, registry } = deps;
  const { principal, jobId, attempt, stop, logger } = context;
  const { dataset, hyperparameters, input, workFolder, given } = run;
  const progress = createTrainingProgress(context, hyperparameters.epochs);
  // First of all, since it can be missing: nobody should wait for images to be decoded in vain.
  const trunk = given === null ? await fetchTrunk(deps.weights, input.architecture, { workFolder, stop }) : null;
  const pixelsPath = await cache.prepare(principal, {
    imageIds: dataset.rows.map(({ imageId }) => imageId),
    preprocessing: preprocessingFor(hyperparameters.imageSize),
    folder: workFolder,
    signal: stop,
    onProgress: (done) => progress.loading(done, dataset.rows.length),
  });
  const overlaps = await findDatasetOverlaps(dataset, {
    pixelsPath,
    imageSize: hyperparameters.imageSize,
    signal: stop,
  });
  const champion = await prepareChampion({ store, registry, cache, context, overlaps, workFolder });
  const job: FitJob = {
    architecture: input.architecture,
    hyperparameters,
    seed: input.seed,
    backend: deps.backend,
    provider: deps.provider,
    threads: deps.threads,
    pixelsPath,
    rows: dataset.rows.map(({ label, split, patient, subtype }) => ({
      label: label === 'pneumonia' ? 1 : 0,
      split,
      patient,
      ...(subtype === undefined ? {} : { subtype }),
    })),
    testRows: overlaps.judging.test,
    workFolder,
    trunk,
    ageBands: trainedAges(dataset),
    given: given?.fit ?? null,
    resume: await restoreCheckpoint(checkpoints, context, { workFolder, trunk, tell: progress.resumed }),
    champion,
  };
  const reportPath = await runFitProcess(job, {
    stop,
    logger,
    listener: {
      started: (message) => logger.info(message, 'training'),
      step: progress.step,
      epoch: ({ metrics }) => {
        logger.info(metrics, 'epoch');
        deps.metrics?.epoch(input.architecture, metrics);
        progress.epoch(metrics);
      },
      stage: ({ stage }) => progress.stage(stage),
      checkpoint: async ({ tensorsPath, state }) => {
        const tensors = await readFile(tensorsPath);
        await checkpoints.save(principal, jobId, { attempt, epoch: state.epochsDone, tensors, state });
      },
    },
  });

  const report = JSON.parse(await readFile(reportPath, 'utf8')) as FitReport;
  const version = versionIdOf(input.architecture, jobId);
  // Its figures exist from here on, whether anybody reads them or not.
  const look = await deps.looks.add(principal, { dataset: dataset.id, version, occasion: 'training', job: jobId });
  const files = await readVersionFiles(workFolder, report, { dataset, overlaps, champion, look });
  const manifest = buildVersionManifest({
    version,
    trainingJob: jobId,
    input,
    hyperparameters,
    dataset,
    overlaps,
    report,
    trunk: trunk ?? given?.manifest.pretrained ?? null,
    // Of a version that was judged again itself, the one that trained them.
    weightsFrom: given?.manifest.weightsFrom ?? input.weightsFrom,
    files,
    codeVersion: deps.codeVersion,
  });
  const all = [...files, versionFileOfJson('manifest.json', manifest)];
  for (const file of all) {
    await store.put(context.attemptKey(`version/${file.name}`), await file.read(), { contentType: file.contentType });
  }
  const { promotion, told } = await decideAfterGate({
    registry,
    context,
    version,
    gate: report.gate,
    champion,
    leftOut: overlaps.leftOut.gate,
  });
  const { auc, sensitivity, specificity } = report.test.metrics;
  const result: TrainingResult = {
    version,
    backend: report.backend,
    compute: report.compute,
    epochs: report.history.length,
    bestEpoch: report.bestEpoch,
    stoppedEarly: report.stoppedEarly,
    validation: { auc: report.validation.metrics.auc.value },
    test: { auc, sensitivity, specificity, images: report.test.images, leftOut: overlaps.leftOut.test, look },
    promotion: told,
    warnings: [...report.warnings],
    disclaimer: DISCLAIMER,
  };
  return {
    result,
    publish: all.map(({ name, contentType }) => ({
      from: context.attemptKey(`version/${name}`),
      to: objectKeys.versionFile(principal.workspace, version, name),
      contentType,
    })),
    ...(promotion === undefined ? {} : { promotion }),
  };
};
