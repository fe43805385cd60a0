import type { CommissioningJudgement } from '@pneumo/models';
import {
  type CommissioningReport,
  type CommissioningResult,
  type DatasetManifest,
  DISCLAIMER,
  SCHEMA_VERSION,
  type VersionManifest,
} from '@pneumo/shared/contracts';
import type { JobContext } from '@pneumo/shared/runtime';
import { hasFingerprints } from '../read-trained-on.ts';
import type { ScoredDataset } from './score-dataset.ts';

/** What a commissioning came to, as it is kept. */
export function reportOf(options: {
  readonly context: Pick<JobContext<'commissioning'>, 'jobId' | 'input' | 'createdAt'>;
  readonly dataset: DatasetManifest;
  readonly manifest: VersionManifest;
  readonly scored: ScoredDataset;
  readonly judgement: CommissioningJudgement;
  readonly codeVersion: string;
}): CommissioningReport {
  const { context, dataset, manifest, scored, judgement, codeVersion } = options;
  const { jobId, input, createdAt } = context;
  return {
    schemaVersion: SCHEMA_VERSION,
    id: jobId,
    name: input.name,
    version: input.version,
    modelSha256: manifest.files['model.onnx']!.sha256,
    dataset: { id: dataset.id, name: dataset.name, contentSha256: dataset.contentSha256 },
    createdAt,
    prevalence: input.prevalence,
    calibratedAtPrevalence: manifest.calibration.calibratedAtPrevalence,
    minSensitivity: input.minSensitivity,
    leftOut: scored.leftOut,
    imagesBySplit: countSplits(dataset, scored.probabilities),
    ...judgement,
    warnings: warningsOf(dataset, manifest, scored, judgement),
    codeVersion,
    disclaimer: DISCLAIMER,
  };
}

/** The part of it that the job's record holds. */
export function resultOf(report: CommissioningReport): CommissioningResult {
  const { id, version, dataset, overall, leftOut, threshold, reason, warnings, disclaimer } = report;
  return {
    commissioning: id,
    version,
    dataset: dataset.id,
    images: overall.images,
    patients: overall.patients,
    leftOut,
    auc: overall.auc,
    threshold,
    reason,
    warnings,
    disclaimer,
  };
}

function countSplits({ rows }: DatasetManifest, scored: ReadonlyMap<number, unknown>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of scored.keys()) counts[rows[row]!.split] = (counts[rows[row]!.split] ?? 0) + 1;
  return counts;
}

function warningsOf(
  dataset: DatasetManifest,
  manifest: VersionManifest,
  { probabilities }: ScoredDataset,
  { threshold }: CommissioningJudgement,
): string[] {
  const usesTest = [...probabilities.keys()].some((row) => dataset.rows[row]!.split === 'test');
  return [
    ...(threshold !== null && usesTest
      ? [
          'The threshold was also chosen on the sealed test of this data set: no later figure on that test is independent of it.',
        ]
      : []),
    ...(hasFingerprints(manifest)
      ? []
      : ['The version recorded no fingerprints: near-duplicates of its training images were not looked for.']),
  ];
}
