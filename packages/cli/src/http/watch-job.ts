import { setTimeout as wait } from 'node:timers/promises';
import { isFinal, type JobResource } from '@pneumo/shared/contracts';
import type { CommandRun } from '../cli-context.ts';
import { CliError, EXIT_CODES } from '../cli-error.ts';
import { figure } from '../output/figures.ts';

const POLL_MS = 500;
/** A gateway that restarts is waited for this long. */
const PATIENCE_MS = 60_000;

const figuresOf = ({ progress }: JobResource): string[] =>
  Object.entries(progress.metrics ?? {}).map(([name, value]) => `${name} ${figure(value)}`);

/**
 * Follows a job to its end, showing how far it is, and gives what it ended as. Ctrl-C stops the watching, not the job. Throws CliError
 * when the gateway is away for longer than a minute.
 */
export const watchJob = async (
  { api, progress, signal }: Pick<CommandRun, 'api' | 'progress' | 'signal'>,
  id: string,
): Promise<JobResource> => {
  let awaySinceMs: number | undefined;
  for (;;) {
    try {
      const job = await api.json<JobResource>(`/v1/jobs/${encodeURIComponent(id)}`);
      awaySinceMs = undefined;
      const { stage, done, total, unit, secondsLeft } = job.progress;
      if (isFinal(job.state)) {
        progress.clear();
        return job;
      }
      progress.show({ stage, done, total, unit, figures: figuresOf(job), secondsLeft });
    } catch (error) {
      if (!(error instanceof CliError) || error.exitCode !== EXIT_CODES.unreachable) throw error;
      awaySinceMs ??= performance.now();
      if (performance.now() - awaySinceMs > PATIENCE_MS) throw error;
    }
    await wait(POLL_MS, undefined, { signal });
  }
};

/** The same for work that must succeed. Throws CliError with the job's code when it does not. */
export const awaitJob = async (run: CommandRun, id: string): Promise<JobResource> => {
  const job = await watchJob(run, id);
  if (job.state === 'succeeded') return job;
  throw endedBadly(job);
};

/** What to say of a job that ended without a result. */
export const endedBadly = ({ kind, id, state, error }: JobResource): CliError => {
  const { code, message } = error ?? { code: state, message: `It was ${state}.` };
  return new CliError(`The ${kind} ${id} ended as ${state}: ${message} (${code})`, EXIT_CODES.failed, { code });
};

/** A job in a few lines. */
export const jobLines = ({ id, kind, state, error, result }: JobResource): string[] => [
  `${kind} ${id}: ${state}`,
  ...(error === undefined ? [] : [`  ${error.code}: ${error.message}`]),
  ...(result === undefined ? [] : [JSON.stringify(result, null, 2)]),
];
