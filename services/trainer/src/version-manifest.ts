import { preprocessingFor } from '@pneumo/imaging/pure';
import { encodeFingerprints, type VersionMetrics } from '@pneumo/models';
import {
  type DatasetManifest,
  DISCLAIMER,
  type Hyperparameters,
  type LookCount,
  SCHEMA_VERSION,
  SPLITS,
  type TrainingInput,
  type VersionManifest,
} from '@pneumo/shared/contracts';
import type { DatasetOverlaps } from './dataset-overlaps.ts';
import type { FitChampion, FitTrunk } from './fit/fit-job.ts';
import type { FitReport } from './fit/fit-report.ts';
import { type VersionFileContent, versionFileOfBytes, versionFileOfJson, versionFileOnDisk } from './version-file.ts';

/** All files of a version but its manifest. */
export const readVersionFiles = async (
  workFolder: string,
  report: FitReport,
  circumstances: {
    readonly dataset: DatasetManifest;
    readonly overlaps: DatasetOverlaps;
    readonly champion: Pick<FitChampion, 'version' | 'leftOut'> | null;
    readonly look: LookCount;
  },
): Promise<VersionFileContent[]> => {
  const stored: VersionFileContent[] = [];
  for (const name of report.files) stored.push(await versionFileOnDisk(workFolder, name));
  const { validation, test, baselines, calibration, threshold, gate, abstention } = report;
  const { dataset, overlaps, champion, look } = circumstances;
  const metrics: VersionMetrics = {
    schemaVersion: SCHEMA_VERSION,
    validation,
    test,
    baselines,
    calibration,
    threshold,
    gate,
    ...(abstention === null ? {} : { abstention }),
    dataset: {
      splits: dataset.splits,
      hasPublishedTest: dataset.hasPublishedTest,
      probes: (dataset.audit?.probes.results ?? []).map(({ name, sees, auc, suspicious }) => ({
        name,
        sees,
        auc: auc.value,
        suspicious,
      })),
      warnings: dataset.warnings,
    },
    leftOut: {
      test: overlaps.leftOut.test,
      gate: overlaps.leftOut.gate,
      champion: champion === null ? null : { version: champion.version, leftOut: champion.leftOut },
    },
    look,
    disclaimer: DISCLAIMER,
  };
  return [
    ...stored,
    versionFileOfBytes('fingerprints.bin', encodeFingerprints(overlaps.trainedOn.fingerprints)),
    versionFileOfJson('metrics.json', metrics),
    versionFileOfJson('history.json', {
      schemaVersion: SCHEMA_VERSION,
      epochs: report.history,
      bestEpoch: report.bestEpoch,
    }),
  ];
};

export const buildVersionManifest = (options: {
  readonly version: string;
  readonly trainingJob: string;
  readonly input: TrainingInput;
  readonly hyperparameters: Hyperparameters;
  readonly dataset: DatasetManifest;
  readonly overlaps: DatasetOverlaps;
  readonly report: FitReport;
  readonly trunk: Pick<FitTrunk, 'name' | 'sha256'> | null;
  readonly files: readonly VersionFileContent[];
  readonly codeVersion: string;
  /** The version whose weights these are, where none were trained. */
  readonly weightsFrom: string | undefined;
}): VersionManifest => {
  const { version, trainingJob, input, hyperparameters, dataset, overlaps, report, trunk, files, codeVersion } =
    options;
  const { weightsFrom } = options;
  const { sensitivity, specificity, auc } = report.test.metrics;
  return {
    schemaVersion: SCHEMA_VERSION,
    version,
    architecture: input.architecture,
    createdAt: new Date().toISOString(),
    trainingJob,
    dataset: {
      id: dataset.id,
      name: dataset.name,
      contentSha256: dataset.contentSha256,
      images: Object.fromEntries(SPLITS.map((split) => [split, dataset.splits[split]?.images ?? 0])),
      trainedOn: { images: overlaps.trainedOn.images, patients: overlaps.trainedOn.patients },
    },
    recipe: input.recipe,
    hyperparameters,
    seed: input.seed,
    backend: report.backend,
    compute: report.compute,
    parameters: report.parameters,
    ...(weightsFrom === undefined ? {} : { weightsFrom }),
    ...(trunk === null ? {} : { pretrained: { name: trunk.name, sha256: trunk.sha256 } }),
    network: report.definition,
    preprocessing: preprocessingFor(hyperparameters.imageSize),
    calibration: report.calibration,
    threshold: report.threshold,
    operatingPoint: {
      sensitivity,
      specificity,
      measuredOn: `the sealed test split of ${dataset.name}: ${report.test.images} images of ${report.test.patients} patients`,
    },
    validationAuc: report.validation.metrics.auc.value,
    testAuc: auc,
    parity: report.parity,
    files: Object.fromEntries(files.map(({ name, sizeBytes, sha256 }) => [name, { sizeBytes, sha256 }])),
    codeVersion,
    warnings: [...report.warnings],
    disclaimer: DISCLAIMER,
  };
};
