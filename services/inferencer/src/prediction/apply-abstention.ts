import { firstReason, reasonsThatHold } from '@pneumo/models';
import {
  ABSTAIN_WORDS,
  type AbstainReason,
  DEFAULT_ABSTAIN_ON,
  OUTCOME_WORDS,
  type PredictionResult,
  type Warning,
} from '@pneumo/shared/contracts';
import type { Findings } from './judge-picture.ts';

const UNAVAILABLE: Warning = {
  code: 'abstention_unavailable',
  message:
    'This version cannot tell what it should not answer: it was made without abstention, or on too few pictures.',
};

interface AbstentionPolicy {
  /** False: the model answers always. */
  readonly abstain: boolean;
  /** The reasons that count. */
  readonly abstainOn: readonly AbstainReason[] | undefined;
}

/**
 * What the request makes of the findings: the first reason that counts makes the model abstain, or, with `abstain: false`, stands in `wouldAbstain`
 * beside the answer. All other reasons that hold are warnings, with the reason as their code.
 */
export const applyAbstention = (
  result: PredictionResult,
  findings: Findings | undefined,
  { abstain, abstainOn = DEFAULT_ABSTAIN_ON }: AbstentionPolicy,
): PredictionResult => {
  if (findings === undefined) return { ...result, warnings: [...result.warnings, UNAVAILABLE] };
  const { method, checks } = findings;
  const reason = firstReason(checks, abstainOn);
  const others = reasonsThatHold(checks)
    .filter((each) => each !== reason)
    .map((each): Warning => ({ code: each, message: ABSTAIN_WORDS[each] }));
  const judged: PredictionResult = {
    ...result,
    warnings: [...result.warnings, ...findings.warnings, ...others],
    evidence: {
      ...result.evidence,
      abstention: { method, reasonsThatCount: [...abstainOn], checks: [...checks] },
    },
  };
  if (reason === undefined) return judged;
  if (!abstain) return { ...judged, wouldAbstain: reason };
  return { ...judged, outcome: 'abstained', outcomeInWords: OUTCOME_WORDS.abstained, abstainedBecause: reason };
};
