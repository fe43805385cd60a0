import type { Problem } from '@pneumo/shared/contracts';

/** An answer of the server that says what is wrong. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

export const isProblemError = (error: unknown): error is ProblemError => error instanceof ProblemError;

export const hasCode = (error: unknown, code: string): boolean => isProblemError(error) && error.problem.code === code;

/** What went wrong, for people. */
export const wordsOf = (error: unknown): string => {
  if (isProblemError(error)) return `${error.problem.title}. ${error.problem.detail}`;
  if (error instanceof TypeError) return 'The server does not answer.';
  return error instanceof Error ? error.message : String(error);
};

/** Whether the same request can succeed another time: the connection, the server or its load stood in the way. */
export const isPassing = (error: unknown): boolean =>
  !isProblemError(error) || error.problem.status >= 500 || error.problem.status === 429;

/** What to do about it. */
export const adviceOn = (error: unknown): string => {
  if (isProblemError(error)) return error.problem.advice ?? '';
  return error instanceof TypeError
    ? 'Check that Pneumo runs and that this machine reaches it.'
    : 'Reload the page; if it happens again, report it.';
};
