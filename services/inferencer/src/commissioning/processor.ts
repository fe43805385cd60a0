import {
  type CommissionedImage,
  type CommissioningJudgement,
  type CommissioningOptions,
  describeLeftOut,
} from '@pneumo/models';
import {
  type CommissionedSums,
  type DatasetManifest,
  SCHEMA_VERSION,
  type VersionManifest,
} from '@pneumo/shared/contracts';
import {
  type Datasets,
  HandedBack,
  type JobContext,
  type JobDone,
  type ObjectStore,
  objectKeys,
  PneumoError,
  type TestLooks,
} from '@pneumo/shared/runtime';
import type { VersionCache } from '../prediction/version-cache.ts';
import { readTrainedOn } from '../read-trained-on.ts';
import { runInThread } from '../run-in-thread.ts';
import { reportOf, resultOf } from './commissioning-report.ts';
import { type ScoredDataset, scoreDataset } from './score-dataset.ts';

export interface CommissioningDeps {
  readonly store: ObjectStore;
  readonly datasets: Datasets;
  readonly looks: TestLooks;
  readonly versions: VersionCache;
  readonly codeVersion: string;
}

type Context = JobContext<'commissioning'>;

const PROGRESS_EVERY_MS = 300;

/** Runs a version over a site's labelled images and reports what it does there; a sign-off of the report is what changes predictions. */
export const createCommissioningProcessor = (deps: CommissioningDeps) => {
  const { store, datasets, looks, versions, codeVersion } = deps;

  const judge = (
    { input, stop }: Context,
    dataset: DatasetManifest,
    manifest: VersionManifest,
    { probabilities }: ScoredDataset,
  ): Promise<CommissioningJudgement> => {
    const images = [...probabilities]
      .sort(([a], [b]) => a - b)
      .map(([row, probability]): CommissionedImage => {
        const { label, patient, ageBand, view, device } = dataset.rows[row]!;
        return { probability, label: label === 'pneumonia' ? 1 : 0, patient, ageBand, view, device };
      });
    const options: CommissioningOptions = {
      images,
      versionThreshold: manifest.threshold.value,
      calibratedAtPrevalence: manifest.calibration.calibratedAtPrevalence,
      prevalence: input.prevalence,
      minSensitivity: input.minSensitivity,
      seed: dataset.contentSha256,
    };
    return runInThread(new URL('./judge-worker.ts', import.meta.url), options, stop);
  };

  const run = async (context: Context): Promise<JobDone<'commissioning'>> => {
    const { input, principal, stop, jobId } = context;
    const dataset = await datasets.manifest(principal, input.dataset);
    const { manifest, scored } = await versions.use(principal, input.version, async (version) => {
      const trainedOn = await readTrainedOn(store, principal, version.manifest);
      if (dataset.rows.some(({ split }) => split === 'test')) {
        await looks.add(principal, {
          dataset: dataset.id,
          version: input.version,
          occasion: 'commissioning',
          job: jobId,
        });
      }
      return {
        manifest: version.manifest,
        scored: await scoreDataset({
          store,
          principal,
          rows: dataset.rows,
          version,
          trainedOn,
          signal: stop,
          onProgress: throttled(context, dataset.rows.length),
        }),
      };
    });
    const { leftOut, probabilities } = scored;
    if (probabilities.size === 0) {
      throw new PneumoError('dataset_too_small', `No image is left to judge on: ${describeLeftOut(leftOut)}.`);
    }
    const total = dataset.rows.length;
    await context.progress({ done: total, total, unit: 'images', stage: 'judging' });
    const judgement = await judge(context, dataset, manifest, scored);
    const report = reportOf({ context, dataset, manifest, scored, judgement, codeVersion });
    await store.putJson(context.attemptKey('report.json'), report);
    const drift: CommissionedSums = {
      schemaVersion: SCHEMA_VERSION,
      commissioning: jobId,
      version: input.version,
      sums: scored.drift,
    };
    await store.putJson(context.attemptKey('drift.json'), drift);
    return {
      result: resultOf(report),
      publish: [
        {
          from: context.attemptKey('drift.json'),
          to: objectKeys.commissioningDrift(principal.workspace, jobId),
          contentType: 'application/json',
        },
        {
          from: context.attemptKey('report.json'),
          to: objectKeys.commissioning(principal.workspace, jobId),
          contentType: 'application/json',
        },
      ],
    };
  };

  return async (context: Context): Promise<JobDone<'commissioning'>> => {
    try {
      return await run(context);
    } catch (error) {
      // It takes minutes at most: whoever takes it next starts over.
      if (context.stop.aborted && context.stop.reason === 'shutdown') throw new HandedBack();
      throw error;
    }
  };
};

function throttled(context: Context, total: number): (done: number) => void {
  let toldMs = 0;
  return (done) => {
    const nowMs = Date.now();
    if (done < total && nowMs - toldMs < PROGRESS_EVERY_MS) return;
    toldMs = nowMs;
    void context.progress({ done, total, unit: 'images', stage: 'scoring' });
  };
}
