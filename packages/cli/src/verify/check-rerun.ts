import { createInferenceEngine } from '@pneumo/engines';
import type { GreyPicture } from '@pneumo/imaging';
import { toModelInputBytes } from '@pneumo/imaging/pure';
import {
  ABSTENTION_FILE,
  decideOutcome,
  decodeAbstention,
  firstReason,
  judgePicture,
  logOdds,
  type PointInForce,
} from '@pneumo/models';
import type { JobRecord, Outcome, PredictionInput, PredictionResult, VersionManifest } from '@pneumo/shared/contracts';
import { type Check, check, skipped } from './check.ts';

/** Another machine, engine or number of threads adds in another order; more than this is another network or picture. */
const LOGIT_TOLERANCE = 1e-3;
/** Of arithmetic on the same numbers, in probability. */
const ROUNDING = 1e-9;

export interface RerunOptions {
  readonly record: JobRecord;
  readonly manifest: VersionManifest;
  readonly point: PointInForce;
  readonly picture: GreyPicture;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const pairOf = (values: ArrayLike<number>): readonly [number, number] => [values[0]!, values[1]!];

/** Runs the network again on this machine and follows the arithmetic from there to the outcome. */
export const checkRerun = async ({ record, manifest, point, picture, files }: RerunOptions): Promise<Check[]> => {
  const result = record.result as PredictionResult;
  const input = record.input as PredictionInput;
  const model = files.get('model.onnx');
  if (model === undefined) return [check('run again', false, 'The network is not there.')];
  const { pixels, width, height } = picture;
  const bytes = toModelInputBytes(pixels, width, height, manifest.preprocessing);
  const engine = await createInferenceEngine({ engine: 'onnx', model });
  const { logits: again, features } = await engine.infer(Float32Array.from(bytes), 1).finally(() => engine.close());

  const told = pairOf(result.logits);
  const difference = Math.max(Math.abs(again[0]! - told[0]), Math.abs(again[1]! - told[1]));
  const at = { prevalence: point.prior.prevalence, threshold: point.threshold };
  const decided = decideOutcome(told, manifest.calibration, at);
  const { name, provider, version } = result.evidence.engine;
  const here = `${engine.engine} ${engine.provider} ${engine.version} here, ${name} ${provider} ${version} then`;

  const { abstention } = result.evidence;
  const file = files.get(ABSTENTION_FILE);
  const judged =
    abstention === undefined || file === undefined
      ? undefined
      : judgePicture(decodeAbstention(file), {
          input: bytes,
          side: manifest.preprocessing.imageSize,
          width,
          height,
          features,
          film: input.film,
          logOddsOverThreshold: logOdds(decided.probability) - logOdds(point.threshold),
        });
  const reason = judged === undefined ? undefined : firstReason(judged, abstention!.reasonsThatCount);
  const outcome: Outcome = reason !== undefined && input.abstain ? 'abstained' : decided.outcome;
  const because = input.abstain ? result.abstainedBecause : result.wouldAbstain;
  return [
    check(
      'logits',
      difference <= LOGIT_TOLERANCE,
      `${difference === 0 ? 'exactly equal' : `differ by ${difference.toExponential(1)}, at most ${LOGIT_TOLERANCE} is let through`}: ${here}`,
    ),
    check(
      'probability',
      Math.abs(decided.probability - result.probability) <= ROUNDING,
      `${result.probability} told, ${decided.probability} from the logits told, at a prevalence of ${at.prevalence}`,
    ),
    abstention === undefined
      ? skipped('abstention', 'the version could not abstain')
      : check('abstention', reason === because, `${because ?? 'no reason'} told, ${reason ?? 'no reason'} found`),
    check('outcome', outcome === result.outcome, `${result.outcome} told, ${outcome} found`),
  ];
};
