import type { CommissioningFigures, Estimate } from '@pneumo/shared/contracts';
import { countPositives } from '../metrics/check-samples.ts';
import { weightedMetrics } from '../metrics/classification-metrics.ts';
import { clusteredBootstrapOfAll } from '../metrics/clustered-bootstrap.ts';
import { createWeightedAuc, rocCurve } from '../metrics/roc.ts';
import { withoutCertainty } from '../metrics/without-certainty.ts';

/** An image of the site: its probability under the site's prior, and what is known of it. */
export interface CommissionedImage {
  readonly probability: number;
  /** 1 = pneumonia, 0 = normal. */
  readonly label: 0 | 1;
  readonly patient: string;
  readonly ageBand?: string | undefined;
  readonly view?: string | undefined;
  readonly device?: string | undefined;
}

export interface FigureOptions {
  readonly versionThreshold: number;
  readonly siteThreshold: number | null;
  readonly seed: string;
  readonly resamples: number;
}

/** AUC, ROC and both operating points on these images, with 95 % intervals by patient-clustered bootstrap. */
export function groupFigures(
  images: readonly CommissionedImage[],
  { versionThreshold, siteThreshold, seed, resamples }: FigureOptions,
): CommissioningFigures {
  const probabilities = images.map(({ probability }) => probability);
  const labels = images.map(({ label }) => label);
  const auc = createWeightedAuc(probabilities, labels);
  const site = siteThreshold ?? versionThreshold;
  const estimates = clusteredBootstrapOfAll({
    clusters: images.map(({ patient }) => patient),
    seed,
    resamples,
    statistics: (weights) => {
      const atVersion = weightedMetrics(probabilities, labels, versionThreshold, weights);
      const atSite = weightedMetrics(probabilities, labels, site, weights);
      return {
        auc: auc(weights),
        versionSensitivity: atVersion.sensitivity,
        versionSpecificity: atVersion.specificity,
        siteSensitivity: atSite.sensitivity,
        siteSpecificity: atSite.specificity,
      };
    },
  });
  const patientsOf = (label: 0 | 1): number =>
    new Set(images.flatMap((image) => (image.label === label ? [image.patient] : []))).size;
  const [normals, ill] = [patientsOf(0), patientsOf(1)];
  const at = (threshold: number, sensitivity: Estimate, specificity: Estimate) => ({
    threshold,
    sensitivity: withoutCertainty(sensitivity, ill),
    specificity: withoutCertainty(specificity, normals),
  });
  const pneumonia = countPositives(labels);
  return {
    images: images.length,
    patients: new Set(images.map(({ patient }) => patient)).size,
    pneumonia,
    normal: images.length - pneumonia,
    auc: withoutCertainty(estimates.auc, Math.min(normals, ill)),
    atVersionThreshold: at(versionThreshold, estimates.versionSensitivity, estimates.versionSpecificity),
    atSiteThreshold:
      siteThreshold === null ? null : at(siteThreshold, estimates.siteSensitivity, estimates.siteSpecificity),
    roc: rocCurve(probabilities, labels),
  };
}
