import { ABSTAIN_REASONS, type AbstainReason, type AbstentionCheck } from '@pneumo/shared/contracts';

/** The reasons that some check speaks for, in their order. */
export const reasonsThatHold = (checks: readonly AbstentionCheck[]): AbstainReason[] =>
  ABSTAIN_REASONS.filter((reason) => checks.some((check) => check.holds && check.reason === reason));

/** The reason to abstain, of those that count; undefined where there is none. */
export const firstReason = (
  checks: readonly AbstentionCheck[],
  thatCount: readonly AbstainReason[],
): AbstainReason | undefined => reasonsThatHold(checks).find((reason) => thatCount.includes(reason));
