import { pause } from './pause.ts';
import { UnreachableError } from './problem-error.ts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
/** The server, or what stands before it, is busy, starting or stopping. */
const PASSING = new Set([429, 502, 503, 504]);

export interface SenderOptions {
  /** Address without a slash at its end. */
  readonly server: string;
  readonly apiKey: string | undefined;
  readonly fetch: (request: Request) => Promise<Response>;
  /** For this long a call is made again before it fails; 0 = never again. */
  readonly patienceMs: number;
}

/** Gives whatever the server answers in the end. `make` gives the same request each time. Throws an UnreachableError. */
export type Send = (make: () => Request) => Promise<Response>;

/** Whether asking twice comes to the same as asking once, also where the first answer was lost. */
export const isRepeatable = ({ method, headers }: Request): boolean =>
  method === 'GET' || method === 'HEAD' || headers.has('idempotency-key');

/** Milliseconds of a Retry-After, which has seconds or a date. */
const retryAfterMs = (response: Response | undefined): number | undefined => {
  const text = response?.headers.get('retry-after');
  if (text === null || text === undefined) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
};

/** Up to half of it is left to chance, so that clients of a server that comes back do not ask all at once. */
const backOffMs = (attempt: number): number =>
  Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS) * (1 - Math.random() / 2);

/** Sends with the key, and again where the fault may pass and the request may be repeated. */
export const createPatientSender = ({ server, apiKey, fetch, patienceMs }: SenderOptions): Send => {
  const sendOnce = async (request: Request): Promise<Response | UnreachableError> => {
    if (apiKey !== undefined) request.headers.set('authorization', `Bearer ${apiKey}`);
    try {
      return await fetch(request);
    } catch (error) {
      if (request.signal.aborted) throw error;
      return new UnreachableError(server, error);
    }
  };

  return async (make) => {
    const startedAtMs = performance.now();
    for (let attempt = 0; ; attempt += 1) {
      const request = make();
      const answer = await sendOnce(request);
      const response = answer instanceof Error ? undefined : answer;
      const pauseMs = retryAfterMs(response) ?? backOffMs(attempt);
      const mayPass = response === undefined || PASSING.has(response.status);
      const hasTime = performance.now() - startedAtMs + pauseMs < patienceMs;
      if (mayPass && hasTime && isRepeatable(request)) {
        await response?.body?.cancel();
        await pause(pauseMs, request.signal);
        continue;
      }
      if (answer instanceof Error) throw answer;
      return answer;
    }
  };
};
