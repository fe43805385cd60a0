import type { VersionManifest } from '@pneumo/shared/contracts';
import { totalLeftOut } from '../gate/overlap.ts';
import { estimate, figure, percent, text } from './markdown.ts';
import type { VersionMetrics } from './version-metrics.ts';

/** From here on a figure is said to be a weakness. */
const LIMITS = {
  specificityLow: 0.8,
  sensitivityLow: 0.9,
  specificityFall: 0.1,
  thumbnailAuc: 0.8,
  ppv: 0.5,
  calibrationErrorOverFloor: 2,
  slope: [0.8, 1.25],
  patientsPerClass: 100,
  looksBefore: 1,
} as const;

/** What a reader must know before trusting a version, computed from its own figures. Empty only of a version that none of the limits meets. */
export function knownWeaknesses(manifest: VersionManifest, metrics: VersionMetrics): string[] {
  return [
    ...ofOperatingPoint(metrics),
    ...ofShortcuts(metrics),
    ...ofCalibration(manifest, metrics),
    ...ofEvidence(metrics),
    ...manifest.warnings.map(text),
  ];
}

function ofOperatingPoint({ validation, test }: VersionMetrics): string[] {
  const { specificity, sensitivity } = test.metrics;
  const found: string[] = [];
  if (specificity.low !== null && specificity.low < LIMITS.specificityLow) {
    found.push(
      `Specificity on the sealed test is ${estimate(specificity)}: it may call as many as ${percent(1 - specificity.low)} of normal films pneumonia-like.`,
    );
  }
  if (sensitivity.low !== null && sensitivity.low < LIMITS.sensitivityLow) {
    found.push(
      `Sensitivity on the sealed test is ${estimate(sensitivity)}: it may miss as many as ${percent(1 - sensitivity.low)} of pneumonia films.`,
    );
  }
  const before = validation.metrics.specificity.value;
  if (before !== null && specificity.value !== null && before - specificity.value > LIMITS.specificityFall) {
    found.push(
      `Specificity falls from ${figure(before)} on validation to ${figure(specificity.value)} on the sealed test: films of the two differ in more than disease, and a new site may differ as much.`,
    );
  }
  for (const { prevalence, ppv } of test.predictiveValues) {
    if (ppv.value === null || ppv.value >= LIMITS.ppv) continue;
    found.push(
      `Where ${percent(prevalence)} of those imaged have pneumonia, only ${percent(ppv.value)} of its positive answers are right.`,
    );
  }
  return found;
}

function ofShortcuts({ dataset, baselines }: VersionMetrics): string[] {
  const found: string[] = [];
  const { value } = baselines.thumbnail.auc;
  if (value !== null && value > LIMITS.thumbnailAuc) {
    found.push(
      `Logistic regression on 8x8 thumbnails reaches an AUC of ${figure(value)} on the same test: a part of what any network scores there is exposure and framing.`,
    );
  }
  for (const { name, sees, auc, suspicious } of dataset?.probes ?? []) {
    if (!suspicious) continue;
    const where =
      sees === 'file' ? 'in the files, which preprocessing takes away or distorts' : 'in what the network sees';
    found.push(`The data give the class away by ${text(name)} (AUC ${figure(auc)}, ${where}).`);
  }
  return found;
}

function ofCalibration({ calibration }: VersionManifest, { test }: VersionMetrics): string[] {
  const found: string[] = [];
  const { error, slope } = test.calibration;
  const floor = error.samplingFloor ?? 0;
  const [before, after] = [test.uncalibrated?.brier.value, test.metrics.brier.value];
  if (typeof before === 'number' && after !== null && after > before) {
    found.push(
      `On the sealed test its probabilities are worse after calibration (Brier score ${figure(after)}) than before (${figure(before)}): those films differ from the films that it was calibrated on, and those of a new site may as well.`,
    );
  }
  if (error.value !== null && error.value > LIMITS.calibrationErrorOverFloor * floor) {
    found.push(
      `Its probabilities are off by ${figure(error.value)} on average on the sealed test, where a perfect model would show ${figure(floor)}: read them as a rank, or commission the version.`,
    );
  }
  const [least, most] = LIMITS.slope;
  if (slope !== null && (slope < least || slope > most)) {
    found.push(
      `It is too ${slope < 1 ? 'sure' : 'unsure'} of itself on the sealed test: calibration slope ${figure(slope)}.`,
    );
  }
  if (calibration.note !== undefined) found.push(text(calibration.note));
  found.push(
    `Its probabilities take for granted that ${percent(calibration.calibratedAtPrevalence)} of those imaged have pneumonia, as in its calibration data; a workspace or a commissioning sets its own prior.`,
  );
  return found;
}

function ofEvidence({ test, look, leftOut, abstention }: VersionMetrics): string[] {
  const found: string[] = [];
  if (abstention === undefined) found.push('It refuses nothing: a photograph of a cat gets an answer, too.');
  const fewest = Math.min(test.positives, test.negatives);
  if (fewest < LIMITS.patientsPerClass) {
    found.push(`The sealed test has only ${fewest} images of the rarer class: its intervals are wide for a reason.`);
  }
  if (look !== undefined && look.before >= LIMITS.looksBefore) {
    found.push(
      `${look.before} ${look.before === 1 ? 'version was' : 'versions were'} judged on this sealed test before: the more looks, the more a good figure owes to chance.`,
    );
  }
  if (leftOut !== undefined && totalLeftOut(leftOut.test) > 0) {
    found.push(
      `${totalLeftOut(leftOut.test)} images of the sealed test nearly equal images that it was trained on, and were left out: the data hold copies.`,
    );
  }
  return found;
}
