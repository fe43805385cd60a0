import { applyCalibration, type Evaluation, evaluate, UNCALIBRATED } from '@pneumo/models';
import { DISCLAIMER, type LeftOut, type VersionManifest } from '@pneumo/shared/contracts';
import type { ChosenFiles } from './choose-files.ts';
import type { LoadedVersion } from './load-version.ts';
import type { LabelledFolder } from './read-folder.ts';
import type { ScoredFiles } from './score-files.ts';

/** What `pneumo evaluate --json` prints. */
export interface EvaluationReport {
  readonly model: {
    readonly version: string;
    readonly alias: string | null;
    readonly source: string;
    readonly architecture: string;
    readonly modelSha256: string;
  };
  readonly data: {
    readonly folder: string;
    /** JPEG and PNG files with a label. */
    readonly files: number;
    readonly judged: number;
    readonly duplicates: number;
    readonly contradictory: number;
    readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
    readonly unlabelled: readonly { readonly path: string; readonly reason: string }[];
    readonly trainedOn: LeftOut & { readonly patients: number; readonly included: boolean };
    /** False of a version that recorded no fingerprints: near-duplicates of its images are then not found. */
    readonly nearDuplicatesChecked: boolean;
  };
  readonly operatingPoint: { readonly threshold: number; readonly rule: string; readonly chosenOn: string };
  readonly evaluation: Evaluation;
  readonly engine: ScoredFiles['engine'];
  readonly seconds: number;
  readonly warnings: readonly string[];
  readonly disclaimer: string;
}

const operatingPointOf = (
  { threshold }: VersionManifest,
  given: number | undefined,
): EvaluationReport['operatingPoint'] =>
  given === undefined
    ? { threshold: threshold.value, rule: threshold.rule, chosenOn: threshold.chosenOn }
    : { threshold: given, rule: 'given on the command line', chosenOn: 'nothing' };

export const evaluationReport = (options: {
  readonly loaded: LoadedVersion;
  readonly folder: string;
  readonly labelled: LabelledFolder;
  readonly scored: ScoredFiles;
  readonly chosen: ChosenFiles;
  readonly includeTrained: boolean;
  readonly threshold: number | undefined;
  readonly nearDuplicatesChecked: boolean;
  readonly seconds: number;
}): EvaluationReport => {
  const { loaded, labelled, scored, chosen, includeTrained } = options;
  const { manifest } = loaded;
  const { judged, trainedOn } = chosen;
  const operatingPoint = operatingPointOf(manifest, options.threshold);
  const labels = judged.map(({ file }) => (file.label === 'pneumonia' ? 1 : 0));
  const evaluation = evaluate({
    probabilities: judged.map(({ probability }) => probability),
    uncalibrated: judged.map(({ logits }) => applyCalibration(UNCALIBRATED, logits[1] - logits[0])),
    labels,
    patients: judged.map(({ file }) => file.patient),
    subtypes: judged.map(({ file }) => file.subtype),
    threshold: operatingPoint.threshold,
    seed: manifest.seed,
  });
  const overlaps = trainedOn.sameImage + trainedOn.samePatient + trainedOn.nearDuplicate;
  const warnings = [
    ...manifest.warnings,
    ...(includeTrained && overlaps > 0
      ? [
          `${overlaps} of the judged images are ones that the version was trained on, or of their patients: the figures flatter it.`,
        ]
      : []),
    ...(options.nearDuplicatesChecked
      ? []
      : ['The version recorded no fingerprints: near-copies of its training images were not looked for.']),
    ...(evaluation.positives === 0 || evaluation.negatives === 0
      ? ['Only one class was judged: most figures are not defined.']
      : []),
  ];
  return {
    model: {
      version: manifest.version,
      alias: loaded.alias,
      source: loaded.source,
      architecture: manifest.architecture,
      modelSha256: manifest.files['model.onnx']?.sha256 ?? '',
    },
    data: {
      folder: options.folder,
      files: labelled.files.length,
      judged: judged.length,
      duplicates: chosen.duplicates,
      contradictory: chosen.contradictory,
      unreadable: scored.unreadable,
      unlabelled: labelled.rejected,
      trainedOn: { ...trainedOn, included: includeTrained },
      nearDuplicatesChecked: options.nearDuplicatesChecked,
    },
    operatingPoint,
    evaluation,
    engine: scored.engine,
    seconds: options.seconds,
    warnings,
    disclaimer: DISCLAIMER,
  };
};
