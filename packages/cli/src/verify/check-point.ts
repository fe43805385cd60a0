import { type PointInForce, pointInForce, predictiveValuesAt } from '@pneumo/models';
import {
  type CommissionedPoint,
  type CommissioningDetail,
  canonicalJson,
  type Evidence,
  type PredictionResult,
  type VersionManifest,
  type WorkspaceSettings,
} from '@pneumo/shared/contracts';
import type { CommandRun } from '../cli-context.ts';
import { type Check, check, orFails, skipped } from './check.ts';

const commissionedPoint = async ({ api }: CommandRun, id: string): Promise<CommissionedPoint> => {
  const { name, dataset, threshold, prevalence, signOff } = await api.json<CommissioningDetail>(
    `/v1/commissionings/${id}`,
  );
  if (threshold === null || signOff === null) throw new Error(`The commissioning ${id} was never put in force.`);
  return { commissioning: id, name, dataset: dataset.id, threshold, prevalence, signOff };
};

const checkPrior = async ({ api }: CommandRun, { prior, priorOrigin }: Evidence): Promise<Check[]> => {
  if (priorOrigin !== 'workspace') return [];
  const { history } = await api.json<WorkspaceSettings>('/v1/settings');
  const set = history.find(({ prevalence }) => prevalence === prior);
  const detail =
    set === undefined ? `nobody set a prior of ${prior} here` : `${prior}, set by ${set.changedBy} on ${set.changedAt}`;
  return [check('prior', set !== undefined, detail)];
};

/**
 * Works the threshold and prior in force out again, from the version's manifest or the commissioning that the evidence names, by the code that
 * serving runs, and compares what the answer tells of them.
 */
export const checkPoint = async (
  run: CommandRun,
  manifest: VersionManifest,
  { evidence, threshold, operatingPoint, prior }: PredictionResult,
): Promise<{ readonly checks: Check[]; readonly point?: PointInForce }> => {
  const { commissioning } = evidence.threshold;
  const worked = await orFails('threshold', async () => {
    const commissioned = commissioning === undefined ? undefined : await commissionedPoint(run, commissioning);
    const prevalence = evidence.priorOrigin === 'workspace' ? (evidence.prior ?? null) : null;
    return pointInForce(manifest, { commissioned, prevalence });
  });
  if ('failed' in worked) return { checks: [worked.failed] };
  const point = worked.value;
  const { sensitivity, specificity, measuredOn } = point;
  const expected = {
    sensitivity,
    specificity,
    measuredOn,
    // Answers given before there was a prior of the workspace tell no predictive values.
    ...(operatingPoint.prevalence === undefined
      ? {}
      : predictiveValuesAt(point.prior.prevalence, sensitivity, specificity)),
  };
  return {
    point,
    checks: [
      check(
        'threshold',
        point.threshold === threshold &&
          evidence.threshold.value === threshold &&
          point.rule === evidence.threshold.rule,
        `${threshold} told, ${point.threshold} worked out: ${point.rule}`,
      ),
      prior === undefined
        ? skipped('prior in force', 'not recorded with the answer')
        : check(
            'prior in force',
            canonicalJson(prior) === canonicalJson(point.prior),
            `${prior.prevalence} of the ${prior.origin}`,
          ),
      ...(await checkPrior(run, evidence)),
      check(
        'operating point',
        canonicalJson(expected) === canonicalJson(operatingPoint),
        'sensitivity, specificity, PPV and NPV with their intervals',
      ),
    ],
  };
};
