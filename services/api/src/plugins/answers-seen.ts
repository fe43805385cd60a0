import { JobId, LOCAL_KEY_ID, ShadowReport } from '@pneumo/shared/contracts';
import type { Runtime } from '@pneumo/shared/runtime';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { Value } from 'typebox/value';
import type { ApiDeps, App } from '../api-deps.ts';
import { holdsScope } from '../auth/authenticator.ts';
import { principalOf } from '../auth/principal-of.ts';

const BELOW_A_JOB = '/v1/jobs/:id/';
const FOLLOWS_MANY = '/v1/events';

const Answer = Type.Object({ id: JobId, kind: Type.Literal('prediction'), result: Type.Object({}) });
const AnswerList = Type.Object({ jobs: Type.Array(Type.Unknown()) });
const DiscordantCases = Type.Object({ discordant: ShadowReport.properties.discordant });

/** The predictions whose answers this JSON shows: a job, a list of jobs, or cases on which two versions differ. */
const answersIn = (payload: unknown): string[] => {
  if (Value.Check(DiscordantCases, payload)) return payload.discordant.cases.map(({ jobId }) => jobId);
  const jobs = Value.Check(AnswerList, payload) ? payload.jobs : [payload];
  return jobs.filter((job) => Value.Check(Answer, job)).map(({ id }) => id);
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

/** Notes that whoever asks is shown these answers, where that matters. */
export const noteAnswersSeen = async (
  { reviews }: Pick<Runtime, 'reviews'>,
  request: FastifyRequest,
  jobIds: readonly string[],
): Promise<void> => {
  if (jobIds.length === 0) return;
  const principal = principalOf(request);
  // Where everybody has the one key, only what is shown after an image was given out counts, and a job that was just asked for was not.
  const isNew = principal.keyId === LOCAL_KEY_ID && request.method === 'POST';
  if (isNew || !holdsScope(principal, 'review')) return;
  await Promise.all(jobIds.map((jobId) => reviews.seen.note(principal, jobId)));
};

/**
 * Notes which answers a key that may review is shown, before it is shown them: such a key cannot read the image blinded any more. A hook over all
 * routes, so that a new one cannot forget it.
 */
export const addAnswersSeen = (v1: App, { runtime }: Pick<ApiDeps, 'runtime'>): void => {
  const note = (request: FastifyRequest, jobIds: readonly string[]): Promise<void> =>
    noteAnswersSeen(runtime, request, jobIds);

  v1.addHook('preHandler', (request) => note(request, askedFor(request)));
  v1.addHook('preSerialization', async (request, _reply, payload) => {
    await note(request, answersIn(payload));
    return payload;
  });
};
