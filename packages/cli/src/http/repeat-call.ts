import { setTimeout as wait } from 'node:timers/promises';
import { CliError } from '../cli-error.ts';
import { networkFaultOf } from './network-fault.ts';

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 500;
/** A connection that was cut off in the middle: the request may have come or not. */
const CUT_OFF = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);
/** Refusals that pass by themselves. */
const PASSING = new Set(['rate_limited', 'overloaded', 'store_unavailable', 'queue_unavailable', 'shutting_down']);

const isWorthRepeating = (error: unknown): boolean =>
  error instanceof CliError && (PASSING.has(error.code ?? '') || CUT_OFF.has(networkFaultOf(error.cause) ?? ''));

/**
 * Makes a call that carries an Idempotency-Key again, after 0.5, 1, 2 and 4 s, while what stopped it may pass: with the same key it makes one job,
 * however often it comes. Nobody there at all is told at once.
 */
export const repeatCall = async <T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (attempt === ATTEMPTS || !isWorthRepeating(error)) throw error;
      await wait(FIRST_PAUSE_MS * 2 ** (attempt - 1), undefined, { signal });
    }
  }
};
