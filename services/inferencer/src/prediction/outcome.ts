import { decideOutcome, pointInForce, predictiveValuesAt, type SiteInForce } from '@pneumo/models';
import {
  DISCLAIMER,
  type Evidence,
  type FilmDescription,
  OUTCOME_WORDS,
  type PredictionResult,
  type VersionManifest,
} from '@pneumo/shared/contracts';
import { PneumoError } from '@pneumo/shared/runtime';
import { manifestHashOf } from './manifest-hash.ts';
import { warningsOf } from './warnings.ts';

export interface OutcomeInput {
  readonly manifest: VersionManifest;
  readonly site: SiteInForce;
  readonly alias: string | null;
  readonly imageId: string;
  readonly film?: FilmDescription | undefined;
  readonly logits: readonly [number, number];
  readonly engine: Evidence['engine'];
  readonly codeVersion: string;
}

const decided = ({ manifest, logits }: OutcomeInput, point: { prevalence: number; threshold: number }) => {
  try {
    return decideOutcome(logits, manifest.calibration, point);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new PneumoError('version_damaged', `${manifest.version} gives no finite figures.`, { cause: error });
  }
};

/**
 * Logits -> probability at the prior in force, outcome at the threshold in force, what both are worth, and the evidence of how it came about.
 * Throws `version_damaged` where no probability comes out.
 */
export const outcomeOf = (input: OutcomeInput): PredictionResult => {
  const { manifest, site, alias, imageId, film, logits, engine, codeVersion } = input;
  const { version, files, preprocessing, calibration } = manifest;
  const { scale, bias, calibratedAtPrevalence } = calibration;
  const { prior, threshold, asChosen, rule, commissioned, ...point } = pointInForce(manifest, site);
  const { sensitivity, specificity, measuredOn } = point;
  const { probability, outcome } = decided(input, { prevalence: prior.prevalence, threshold });
  return {
    outcome,
    outcomeInWords: OUTCOME_WORDS[outcome],
    probability,
    logits: [...logits],
    threshold,
    prior,
    model: { alias, version },
    operatingPoint: {
      sensitivity,
      specificity,
      measuredOn,
      ...predictiveValuesAt(prior.prevalence, sensitivity, specificity),
    },
    ...(commissioned === undefined
      ? {}
      : {
          commissioning: {
            id: commissioned.commissioning,
            name: commissioned.name,
            signedOffBy: commissioned.signOff.name,
            signedOffAt: commissioned.signOff.signedAt,
          },
        }),
    ...(film === undefined ? {} : { film }),
    warnings: warningsOf(manifest, prior, film),
    evidence: {
      version,
      artifacts: Object.fromEntries(Object.entries(files).map(([name, { sha256 }]) => [name, sha256])),
      manifestSha256: manifestHashOf(manifest),
      imageId,
      preprocessing,
      calibration: { scale, bias, calibratedAtPrevalence },
      threshold: {
        value: threshold,
        rule,
        asChosen,
        ...(commissioned === undefined
          ? { origin: 'version' }
          : { origin: 'commissioning', commissioning: commissioned.commissioning }),
      },
      prior: prior.origin === 'version' ? null : prior.prevalence,
      priorOrigin: prior.origin,
      ...(film === undefined ? {} : { film: sourceOf(film) }),
      engine,
      codeVersion,
    },
    disclaimer: DISCLAIMER,
  };
};

const sourceOf = ({ format, patient, study, instance }: FilmDescription): NonNullable<Evidence['film']> => ({
  format,
  ...(patient === undefined ? {} : { patient }),
  ...(study === undefined ? {} : { study }),
  ...(instance === undefined ? {} : { instance }),
});
