import Type, { type Static } from 'typebox';

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

/** What is said to people where a reason holds. */
export const ABSTAIN_WORDS: Readonly<Record<AbstainReason, string>> = {
  outside_training_age: 'The patient’s age lies outside the ages of the films that the version was trained on.',
  low_quality: 'The picture is too small, too flat, too blurred, or mostly black or white.',
  not_a_chest_xray: 'The picture does not look like a frontal chest film.',
  inverted: 'Black and white look exchanged.',
  rotated: 'The film looks turned, or mirrored top to bottom.',
  lateral_view: 'The film is a lateral view; the version knows frontal ones.',
  out_of_distribution: 'The film differs from those that the version was trained on.',
  near_threshold: 'The probability is close to the threshold.',
};

/** One thing that was looked at. */
export const AbstentionCheck = Type.Object({
  reason: AbstainReason,
  check: Type.String({ description: 'What was measured' }),
  score: Type.Optional(Type.Number()),
  limit: Type.Optional(Type.Number({ description: 'From where on the score speaks for the reason' })),
  holds: Type.Boolean({ description: 'Whether the check speaks for the reason' }),
});
export type AbstentionCheck = Static<typeof AbstentionCheck>;

/** All that was looked at, whether it holds or not; what could not be checked is left out. */
export const AbstentionEvidence = Type.Object({
  method: Type.String(),
  reasonsThatCount: Type.Array(AbstainReason, { description: 'By the request, or by default' }),
  checks: Type.Array(AbstentionCheck, { description: 'In the order of the reasons' }),
});
export type AbstentionEvidence = Static<typeof AbstentionEvidence>;
