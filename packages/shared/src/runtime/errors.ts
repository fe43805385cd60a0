import { ERROR_CODES, type ErrorCode } from '../contracts/index.ts';

/**
 * A permanent fault with a stable code: a request is answered with it, a job fails with it and is never retried.
 * Everything that is not one of these and not transient is a bug, and is reported as `internal_error`.
 */
export class PneumoError extends Error {
  readonly code: ErrorCode;
  readonly status: number;

  constructor(code: ErrorCode, detail?: string, options?: ErrorOptions) {
    super(detail ?? ERROR_CODES[code].title, options);
    this.name = 'PneumoError';
    this.code = code;
    this.status = ERROR_CODES[code].status;
  }
}

/** A conditional put or compare-and-set lost against another writer. */
export class PreconditionFailed extends Error {
  constructor(key: string, options?: ErrorOptions) {
    super(`${key} was changed by another writer`, options);
    this.name = 'PreconditionFailed';
  }
}

/** Wrap a fault in this to have it retried whatever its own class says. */
export class TransientError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TransientError';
  }
}

const TRANSIENT_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  // S3
  'InternalError',
  'ServiceUnavailable',
  'SlowDown',
  'RequestTimeout',
  'XMinioServerNotInitialized',
]);

const TRANSIENT_MESSAGES =
  /Connection is closed|Reached the max retries per request|enableOfflineQueue|Command timed out|LOADING |READONLY |CLUSTERDOWN|TRYAGAIN|MASTERDOWN|Retryable HTTP status|socket hang up|Client network socket disconnected/;

/** Whether trying again later may help: the store or Redis is away. The one place that decides it. */
export const isTransient = (error: unknown): boolean => {
  if (error instanceof TransientError) return true;
  if (error instanceof PneumoError || !(error instanceof Error)) return false;
  if (error instanceof AggregateError && error.errors.some(isTransient)) return true;
  if ('code' in error && typeof error.code === 'string' && TRANSIENT_CODES.has(error.code)) return true;
  return TRANSIENT_MESSAGES.test(error.message) || (error.cause !== undefined && isTransient(error.cause));
};

/** The message of anything that was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
