import type { Readable } from 'node:stream';
import { JobId, type Scope } from '@pneumo/shared/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { Value } from 'typebox/value';
import type { ApiDeps, App } from '../api-deps.ts';
import { principalOf } from '../auth/principal-of.ts';
import { openJobStream } from '../events/job-stream.ts';
import { isStreamId } from '../events/stream-id.ts';
import { RequestInvalid } from '../problems/request-invalid.ts';

const MAX_JOBS = 100;
const SCOPES: readonly Scope[] = ['predict', 'train'];
const CONTENT_TYPE = 'text/event-stream';

const description =
  'Each event is named `job`; its data is a JobUpdate, and the last one of a job is the whole Job. ' +
  'The stream ends when every job that it follows has ended.';

const headers = { 'Last-Event-ID': 'Id of the last event seen: what came since is sent first' };
const EventStream = Type.Unsafe<Readable>({ type: 'string', description: 'Server-sent events' });

export const addEventRoutes = (v1: App, { runtime, hub }: ApiDeps): void => {
  const follow = async (
    request: FastifyRequest,
    reply: Pick<FastifyReply, 'header'>,
    jobIds: readonly string[],
  ): Promise<Readable> => {
    const given = request.headers['last-event-id'];
    const lastEventId = typeof given === 'string' && isStreamId(given) ? given : undefined;
    const stream = await openJobStream({ ...runtime, hub }, principalOf(request), jobIds, lastEventId);
    reply.header('content-type', CONTENT_TYPE);
    reply.header('cache-control', 'no-cache, no-transform');
    // Proxies that gather answers would hold the events back.
    reply.header('x-accel-buffering', 'no');
    return stream;
  };

  v1.get(
    '/events',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'followJobs',
        summary: 'Server-sent events of several jobs',
        description,
        tags: ['jobs'],
        querystring: Type.Object({
          jobs: Type.String({ minLength: 1, description: `Job ids, with commas; at most ${MAX_JOBS}` }),
        }),
        response: { 200: EventStream },
      },
      config: { api: { scopes: SCOPES, errors: ['job_not_found'], headers, produces: CONTENT_TYPE } },
    },
    (request, reply) => {
      const jobIds = [...new Set(request.query.jobs.split(','))];
      if (jobIds.length > MAX_JOBS || !jobIds.every((jobId) => Value.Check(JobId, jobId))) {
        throw new RequestInvalid([{ path: '/jobs', message: `must be at most ${MAX_JOBS} job ids, with commas` }]);
      }
      return follow(request, reply, jobIds);
    },
  );

  v1.get(
    '/jobs/:id/events',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'followJob',
        summary: 'Server-sent events of one job',
        description,
        tags: ['jobs'],
        params: Type.Object({ id: JobId }),
        response: { 200: EventStream },
      },
      config: { api: { scopes: SCOPES, errors: ['job_not_found'], headers, produces: CONTENT_TYPE } },
    },
    (request, reply) => follow(request, reply, [request.params.id]),
  );
};
