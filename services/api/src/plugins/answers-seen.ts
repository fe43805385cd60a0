import { JobId, type JobResource, LOCAL_KEY_ID } from '@pneumo/shared/contracts';
import type { FastifyRequest } from 'fastify';
import { Value } from 'typebox/value';
import type { ApiDeps, App } from '../api-deps.ts';
import { holdsScope } from '../auth/authenticator.ts';
import { principalOf } from '../auth/principal-of.ts';

const BELOW_A_JOB = '/v1/jobs/:id/';
const FOLLOWS_MANY = '/v1/events';

const isAnswer = (value: unknown): value is JobResource =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  value.kind === 'prediction' &&
  'result' in value &&
  value.result !== undefined;

/** The predictions whose answers this JSON shows. */
const answersIn = (payload: unknown): string[] => {
  const jobs =
    typeof payload === 'object' && payload !== null && 'jobs' in payload && Array.isArray(payload.jobs)
      ? (payload.jobs as unknown[])
      : [payload];
  return jobs.filter(isAnswer).map(({ id }) => id);
};

/** The jobs whose answers a call shows, or may show, in another form than a job resource: as a picture, say, or as events. */
const askedFor = ({ method, routeOptions, params, query }: FastifyRequest): string[] => {
  const { url = '' } = routeOptions;
  const { id } = params as { id?: string };
  const { jobs = '' } = query as { jobs?: string };
  if (method !== 'GET') return [];
  if (url.startsWith(BELOW_A_JOB) && id !== undefined) return [id];
  return url === FOLLOWS_MANY ? jobs.split(',').filter((jobId) => Value.Check(JobId, jobId)) : [];
};

/**
 * Notes which answers a key that may review is shown, before it is shown them: such a key cannot read the image blinded any more. A hook over all
 * routes, so that a new one cannot forget it.
 */
export const addAnswersSeen = (v1: App, { runtime }: Pick<ApiDeps, 'runtime'>): void => {
  const note = async (request: FastifyRequest, jobIds: readonly string[]): Promise<void> => {
    if (jobIds.length === 0) return;
    const principal = principalOf(request);
    // Where everybody has the one key, only what is shown after an image was given out counts, and a job that was just asked for was not.
    const isNew = principal.keyId === LOCAL_KEY_ID && request.method === 'POST';
    if (isNew || !holdsScope(principal, 'review')) return;
    await Promise.all(jobIds.map((jobId) => runtime.reviews.seen.note(principal, jobId)));
  };

  v1.addHook('preHandler', (request) => note(request, askedFor(request)));
  v1.addHook('preSerialization', async (request, _reply, payload) => {
    await note(request, answersIn(payload));
    return payload;
  });
};
