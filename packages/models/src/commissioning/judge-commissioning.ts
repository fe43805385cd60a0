import { AGE_BANDS, type CommissioningReport, VIEWS } from '@pneumo/shared/contracts';
import { chooseThreshold, DEFAULT_THRESHOLD_RULE } from '../calibration/choose-threshold.ts';
import { shiftPrior } from '../calibration/shift-prior.ts';
import { clusteredBootstrap, DEFAULT_RESAMPLES } from '../metrics/clustered-bootstrap.ts';
import { calibrationSlope, expectedCalibrationError } from '../metrics/reliability.ts';
import { type CommissionedImage, type FigureOptions, groupFigures } from './group-figures.ts';
import { patientsNeeded } from './patients-needed.ts';

/** Resamples of the threshold's interval: each chooses anew. */
const THRESHOLD_RESAMPLES = 500;
/** Devices listed by name; the rarer ones stand together. */
const DEVICES_LISTED = 12;
const OTHER_DEVICES = 'others';
const LABELLED = { pneumonia: 'with pneumonia', normal: 'without' } as const;

export interface CommissioningOptions {
  /** Probabilities as the version gives them, at the prevalence that it was calibrated at. */
  readonly images: readonly CommissionedImage[];
  readonly versionThreshold: number;
  readonly calibratedAtPrevalence: number;
  /** The site's prior; null keeps the version's. */
  readonly prevalence: number | null;
  readonly minSensitivity: number;
  readonly seed: string;
  readonly resamples?: number;
}

export type CommissioningJudgement = Pick<
  CommissioningReport,
  'overall' | 'groups' | 'calibration' | 'patients' | 'threshold' | 'reason'
>;

/**
 * What a version does on a site's images, and the threshold for the site: the version's rule on probabilities that the site's prior
 * has shifted. No threshold is set on fewer patients than `patientsNeeded` says.
 */
export function judgeCommissioning(options: CommissioningOptions): CommissioningJudgement {
  const { calibratedAtPrevalence, prevalence, minSensitivity, seed, resamples = DEFAULT_RESAMPLES } = options;
  const shifted = (probability: number): number =>
    prevalence === null ? probability : shiftPrior(probability, calibratedAtPrevalence, prevalence);
  const images = options.images.map((image) => ({ ...image, probability: shifted(image.probability) }));
  const needed = patientsNeeded(minSensitivity);
  const found = { normal: countPatients(images, 0), pneumonia: countPatients(images, 1) };
  const lacks = (['pneumonia', 'normal'] as const).filter((label) => found[label] < needed[label]);
  const chosen = lacks.length === 0 ? chooseSiteThreshold(images, minSensitivity, seed) : null;

  const figures: FigureOptions = {
    versionThreshold: shifted(options.versionThreshold),
    siteThreshold: chosen?.value ?? null,
    seed: `${seed}:figures`,
    resamples,
  };
  const overall = groupFigures(images, figures);
  const { atSiteThreshold: site } = overall;
  return {
    overall,
    groups: {
      ageBand: groupsOf(images, 'ageBand', AGE_BANDS, figures),
      view: groupsOf(images, 'view', VIEWS, figures),
      device: devicesOf(images, figures),
    },
    calibration: calibrationOf(options),
    patients: { found, needed },
    threshold:
      chosen === null || site === null
        ? null
        : { ...chosen, sensitivity: site.sensitivity, specificity: site.specificity },
    reason:
      lacks.length === 0
        ? `The highest threshold that finds ${minSensitivity * 100} % of the pneumonia images of this site.`
        : `Too few patients for a threshold: ${lacks.map((label) => `${found[label]} ${LABELLED[label]} where ${needed[label]} are needed`).join(', ')}.`,
  };
}

function chooseSiteThreshold(images: readonly CommissionedImage[], minSensitivity: number, seed: string) {
  const rule = { ...DEFAULT_THRESHOLD_RULE, minSensitivity };
  const choose = (chosen: readonly CommissionedImage[]): number =>
    chooseThreshold(
      chosen.map(({ probability }) => probability),
      chosen.map(({ label }) => label),
      rule,
    ).threshold;
  const { value, low, high } = clusteredBootstrap({
    clusters: images.map(({ patient }) => patient),
    seed: `${seed}:threshold`,
    resamples: THRESHOLD_RESAMPLES,
    statistic: (weights) =>
      choose(images.flatMap((image, i) => Array.from<CommissionedImage>({ length: weights[i]! }).fill(image))),
  });
  return { value: value!, low, high, rule: `${rule.rule} >= ${minSensitivity}` };
}

/** At the prevalence of these images, whatever the site's is: else the prior alone would pass for bad calibration. */
function calibrationOf({ images, calibratedAtPrevalence }: CommissioningOptions): CommissioningReport['calibration'] {
  const labels = images.map(({ label }) => label);
  const share = labels.filter((label) => label === 1).length / labels.length;
  const probabilities = images.map(({ probability }) =>
    share > 0 && share < 1 ? shiftPrior(probability, calibratedAtPrevalence, share) : probability,
  );
  const { value, samplingFloor } = expectedCalibrationError(probabilities, labels);
  return { ...calibrationSlope(probabilities, labels), error: value, samplingFloor };
}

type Groups = CommissioningReport['groups']['view'];

function groupsOf(
  images: readonly CommissionedImage[],
  key: 'ageBand' | 'view' | 'device',
  order: readonly string[],
  figures: FigureOptions,
): Groups {
  const groups = Map.groupBy(images, (image) => image[key]);
  return order.flatMap((value) => {
    const own = groups.get(value);
    return own === undefined ? [] : [{ value, figures: groupFigures(own, figures) }];
  });
}

function devicesOf(images: readonly CommissionedImage[], figures: FigureOptions): Groups {
  const known = images.flatMap(({ device }) => (device === undefined ? [] : [device]));
  const counts = [...Map.groupBy(known, (device) => device)].map(([device, own]) => [device, own.length] as const);
  const byCount = counts.sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1)).map(([device]) => device);
  const listed = new Set(byCount.slice(0, DEVICES_LISTED));
  const named = images.map((image) =>
    image.device === undefined || listed.has(image.device) ? image : { ...image, device: OTHER_DEVICES },
  );
  return groupsOf(named, 'device', [...new Set([...listed, OTHER_DEVICES])], figures);
}

function countPatients(images: readonly CommissionedImage[], label: 0 | 1): number {
  return new Set(images.flatMap((image) => (image.label === label ? [image.patient] : []))).size;
}
