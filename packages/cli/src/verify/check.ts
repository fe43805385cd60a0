import { CliError, EXIT_CODES } from '../cli-error.ts';

/** One thing that was looked at. */
export interface Check {
  readonly what: string;
  /** `skipped`: nothing to compare with, because the answer is older than what would be. */
  readonly result: 'holds' | 'fails' | 'skipped';
  readonly detail: string;
}

export const check = (what: string, holds: boolean, detail: string): Check => ({
  what,
  result: holds ? 'holds' : 'fails',
  detail,
});

export const skipped = (what: string, detail: string): Check => ({ what, result: 'skipped', detail });

/** Two hashes, one of them computed here. */
export const checkHash = (what: string, computed: string, told: string, of: string): Check =>
  check(
    what,
    computed === told,
    computed === told ? `${of}: ${computed}` : `${of}: ${computed} computed here, ${told} told`,
  );

/** The work, or a check that fails with what is wrong. A server that does not answer says nothing about the job, and is thrown on. */
export const orFails = async <T>(what: string, work: () => Promise<T>): Promise<{ value: T } | { failed: Check }> => {
  try {
    return { value: await work() };
  } catch (error) {
    const isAway = error instanceof CliError && error.exitCode === EXIT_CODES.unreachable;
    if (isAway || !(error instanceof Error) || error.name === 'AbortError') throw error;
    return { failed: check(what, false, error.message) };
  }
};
