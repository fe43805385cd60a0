import { type ValidationError, validateWorkflow } from '@action-validator/core';

/** A scope that GitHub has had since 2024, and the validator's schema does not know yet. */
const NEWER_SCOPE = /^ +attestations: (?:read|write|none)\n/gm;

type Nested = Extract<ValidationError, { path: string }>;

/** An error of an alternative says little; those below it say what is wrong. */
const deepest = (error: ValidationError): string[] => {
  const states = (error as Nested).states ?? [];
  const below = states.flatMap(({ errors }) => errors.flatMap(deepest));
  if (below.length > 0) return below;
  return [`${'path' in error ? error.path : ''} ${error.detail ?? error.title}`.trim()];
};

/** What GitHub's schema of workflows says of one, and which jobs wait for jobs that are not there. */
export const checkSchema = (text: string): string[] => [
  ...new Set(validateWorkflow(text.replace(NEWER_SCOPE, '')).errors.flatMap(deepest)),
];
