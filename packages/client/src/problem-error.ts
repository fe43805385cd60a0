import type { components } from './generated/api.ts';

type Problem = components['schemas']['Problem'];

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string' && 'detail' in body;

/** A refusal: RFC 9457 problem details, whose `code` never changes its meaning. */
export class ProblemError extends Error {
  /** Stable, in snake_case; `unexpected_answer` where no problem came, from a proxy in between, say. */
  readonly code: string;
  /** Of the HTTP answer. */
  readonly status: number;
  readonly detail: string;
  /** What to do about it. */
  readonly advice: string | undefined;
  /** Fields that are not valid. */
  readonly errors: readonly { path: string; message: string }[];
  /** The whole answer: JSON, or text where it is none. */
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    const problem: Partial<Problem> = isProblem(body) ? body : {};
    const detail = problem.detail ?? `The server answered ${status}, and not with a problem.`;
    super(detail);
    this.name = 'ProblemError';
    this.code = problem.code ?? 'unexpected_answer';
    this.status = status;
    this.detail = detail;
    this.advice = problem.advice;
    this.errors = problem.errors ?? [];
    this.body = body;
  }
}

/** No answer came, for as long as the client is patient. */
export class UnreachableError extends Error {
  readonly server: string;

  constructor(server: string, cause: unknown) {
    super(`No Pneumo answers at ${server}.`, { cause });
    this.name = 'UnreachableError';
    this.server = server;
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** Throws a ProblemError unless the answer is a success. */
export const assertAnswered = async (response: Response): Promise<void> => {
  if (!response.ok) throw new ProblemError(response.status, parsed(await response.text()));
};
