import Type from 'typebox';

/** Why a model refuses to answer, in the order in which the reasons are looked at: the first that holds is told. */
export const ABSTAIN_REASONS = [
  'outside_training_age',
  'low_quality',
  'not_a_chest_xray',
  'inverted',
  'rotated',
  'lateral_view',
  'out_of_distribution',
  'near_threshold',
] as const;
export type AbstainReason = (typeof ABSTAIN_REASONS)[number];
export const AbstainReason = Type.Unsafe<AbstainReason>(
  Type.Union(ABSTAIN_REASONS.map((reason) => Type.Literal(reason))),
);

/** The reasons that count unless a request names its own; a reason left out becomes a warning. */
export const DEFAULT_ABSTAIN_ON: readonly AbstainReason[] = ABSTAIN_REASONS.filter(
  (reason) => reason !== 'near_threshold',
);
