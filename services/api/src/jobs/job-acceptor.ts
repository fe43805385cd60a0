import type { JobInput, JobKind, PendingJob, Principal, Priority } from '@pneumo/shared/contracts';
import { inSpan, messageOf, queueMessage, type Runtime } from '@pneumo/shared/runtime';
import { withTimeLimit } from '../time-limit.ts';
import type { Idempotency } from './idempotency.ts';

/** Redis only carries what the store already holds, so an answer does not wait longer than this for it. */
const ANNOUNCE_TIMEOUT_MS = 2_000;

export interface JobRequest<K extends JobKind> {
  readonly kind: K;
  readonly input: JobInput<K>;
  /** Where the request's id must be known before: an upload lies under it. */
  readonly id?: string;
  readonly retryOf?: string;
  readonly idempotency?: { readonly key: string; readonly asked: unknown };
}

export interface AcceptedJob {
  readonly jobId: string;
  /** Whether an earlier request with the same key made this job. */
  readonly replayed: boolean;
}

export interface JobAcceptor {
  /**
   * Resolves once the job is durable; whether it is queued already is not promised. Throws `dataset_not_found` where the data set that it reads was
   * deleted meanwhile.
   */
  accept<K extends JobKind>(principal: Principal, request: JobRequest<K>): Promise<AcceptedJob>;
}

const priorityOf = (pending: PendingJob): Priority => {
  const { input } = pending;
  const urgent = typeof input === 'object' && input !== null && 'priority' in input && input.priority === 'urgent';
  return urgent ? 'urgent' : 'routine';
};

/** The data set that a job reads, whatever its kind. */
const datasetOf = (input: JobInput): string | undefined =>
  'dataset' in input && typeof input.dataset === 'string' ? input.dataset : undefined;

type AcceptorDeps = Pick<Runtime, 'jobs' | 'live' | 'queues' | 'datasets' | 'comparisons' | 'logger'>;

export const createJobAcceptor = (
  { jobs, live, queues, datasets, comparisons, logger }: AcceptorDeps,
  idempotency: Idempotency,
): JobAcceptor => {
  const announce = async (principal: Principal, pending: PendingJob): Promise<void> => {
    const { id: jobId, kind } = pending;
    const { workspace } = principal;
    // The queue comes last: a worker that takes the job at once must not be overtaken by the word that it is queued.
    const steps = [
      () => live.index(workspace, kind, jobId, 'queued'),
      () => live.publish({ workspace, jobId, kind, state: 'queued', attempt: 0 }),
      async () => {
        if (kind === 'comparison') await comparisons.ensureQueued(principal, pending);
        else await queues.add(queueMessage(workspace, kind, jobId), priorityOf(pending));
      },
    ];
    for (const step of steps) await step();
  };

  const announceOrWarn = async (principal: Principal, pending: PendingJob): Promise<void> => {
    try {
      const attributes = { 'pneumo.job.id': pending.id, 'pneumo.job.kind': pending.kind };
      await inSpan(`${pending.kind} queue`, { kind: 'producer', attributes }, () =>
        withTimeLimit('Redis', ANNOUNCE_TIMEOUT_MS, announce(principal, pending)),
      );
    } catch (error) {
      logger.warn(
        { jobId: pending.id, error: messageOf(error) },
        'accepted, but Redis does not answer: reconciling queues it later',
      );
    }
  };

  const isKnown = async (principal: Principal, jobId: string): Promise<boolean> =>
    (await jobs.tryPending(principal, jobId)) !== undefined || (await jobs.tryRecord(principal, jobId)) !== undefined;

  return {
    accept: async (principal, { kind, input, id = jobs.newJobId(), retryOf, idempotency: once }) => {
      const claimed =
        once === undefined
          ? { jobId: id, input, replayed: false }
          : await idempotency.claim(principal, once.key, { jobId: id, kind, input, asked: once.asked });
      // Whoever bound the key first may have ended before its job was durable: then it is made durable now.
      if (claimed.replayed && (await isKnown(principal, claimed.jobId))) {
        const known = kind === 'comparison' ? await jobs.tryPending(principal, claimed.jobId) : undefined;
        if (known !== undefined) await comparisons.openTrainings(principal, known);
        return { jobId: claimed.jobId, replayed: true };
      }
      const accepting = (): Promise<PendingJob> =>
        jobs.accept(principal, {
          id: claimed.jobId,
          kind,
          input: claimed.input,
          ...(retryOf === undefined ? {} : { retryOf }),
        });
      const dataset = datasetOf(claimed.input);
      // From the marker on nobody can delete the data set.
      const pending = await (dataset === undefined ? accepting() : datasets.whileUsed(principal, dataset, accepting));
      if (kind === 'comparison') await comparisons.openTrainings(principal, pending);
      await announceOrWarn(principal, pending);
      return { jobId: claimed.jobId, replayed: claimed.replayed };
    },
  };
};
