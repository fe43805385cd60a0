/** Stands wherever a result is shown. */
export const DISCLAIMER =
  'For research and education only. This is the output of a statistical model, not a diagnosis, and must not guide care.';

/** How each outcome is put into words for people. */
export const OUTCOME_WORDS = {
  pneumonia: 'pneumonia-like pattern',
  normal: 'no pneumonia-like pattern; other disease is not excluded',
  abstained: 'no answer: the model abstained',
} as const;

/** Stands beside every heat map. */
export const EXPLANATION_WORDS = 'where the network looked, not where the disease is';
