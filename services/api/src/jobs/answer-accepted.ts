import { isFinal, type JobResource } from '@pneumo/shared/contracts';
import { PneumoError } from '@pneumo/shared/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiDeps } from '../api-deps.ts';
import { principalOf } from '../auth/principal-of.ts';
import type { AcceptedJob } from './job-acceptor.ts';

export const MAX_WAIT_SECONDS = 30;

/** Headers that every call that makes a job reads. */
export const JOB_REQUEST_HEADERS = {
  'Idempotency-Key':
    'The same key and body make one job, however often they are sent; with another body they are refused',
  Prefer: `wait=N: answer with the finished job when it ends within N seconds (at most ${MAX_WAIT_SECONDS})`,
};

/** Seconds of `Prefer: wait=N` (RFC 7240); 0 when it is not asked for. */
export const preferredWaitSeconds = (prefer: string | string[] | undefined): number => {
  const wait = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})"?/i.exec([prefer ?? []].flat().join(','))?.[1];
  return wait === undefined ? 0 : Math.min(Number(wait), MAX_WAIT_SECONDS);
};

/** The key of the header, if it was sent. */
export const idempotencyKeyOf = (request: FastifyRequest): string | undefined => {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || key === '') {
    throw new PneumoError('validation_failed', 'Idempotency-Key must not be empty.');
  }
  return key;
};

/** Sets status and headers for an accepted job and gives the body: 200 with the finished job if it was waited for, else 202. */
export const answerAccepted = async (
  { waiter, runtime }: ApiDeps,
  request: FastifyRequest,
  reply: Pick<FastifyReply, 'code' | 'header'>,
  { jobId, replayed }: AcceptedJob,
  location = `/v1/jobs/${jobId}`,
): Promise<JobResource> => {
  const principal = principalOf(request);
  const waitSeconds = preferredWaitSeconds(request.headers['prefer']);
  const job =
    waitSeconds === 0
      ? await runtime.reader.read(principal, jobId)
      : await waiter.wait(principal, jobId, { timeoutMs: waitSeconds * 1_000, justAccepted: !replayed });
  reply.header('location', location);
  if (replayed) reply.header('idempotency-replayed', 'true');
  if (waitSeconds > 0 && isFinal(job.state)) {
    reply.header('preference-applied', `wait=${waitSeconds}`);
    reply.code(200);
  } else {
    reply.code(202);
  }
  return job;
};
