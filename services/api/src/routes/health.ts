import { Health, InferenceLive, InferenceReady, PROBLEM_CONTENT_TYPE, Readiness } from '@pneumo/shared/contracts';
import Type from 'typebox';
import type { App, AppDeps } from '../api-deps.ts';
import { makeProblem } from '../problems/problem-of.ts';
import { assertReady, checkReadiness, faultOfReadiness } from '../readiness.ts';
import type { ApiRouteConfig } from '../route-config.ts';

const alive: ApiRouteConfig = { scopes: [], errors: [] };
const ready: ApiRouteConfig = { scopes: [], errors: ['store_unavailable', 'queue_unavailable', 'shutting_down'] };

/** For probes, which come without a key: those of ours, and those of the Open Inference Protocol. */
export const addHealthRoutes = (app: App, { runtime }: AppDeps): void => {
  app.get(
    '/healthz',
    {
      schema: { operationId: 'getHealth', summary: 'The process lives', tags: ['service'], response: { 200: Health } },
      config: { api: alive },
    },
    () => ({ status: 'ok' as const }),
  );

  app.get(
    '/readyz',
    {
      schema: {
        operationId: 'getReadiness',
        summary: 'The server can work: Redis and the object store answer',
        tags: ['service'],
        response: { 200: Readiness, 503: Type.Unknown() },
      },
      config: { api: ready },
    },
    async (request, reply) => {
      const checks = await checkReadiness(runtime);
      const fault = faultOfReadiness(checks);
      if (fault === undefined) return { status: 'ready' as const, checks };
      reply.header('content-type', PROBLEM_CONTENT_TYPE);
      reply.serializer(JSON.stringify);
      return reply.code(503).send({ ...makeProblem(fault.code, fault.message, request.id), checks });
    },
  );

  app.get(
    '/v2/health/live',
    {
      schema: {
        operationId: 'isInferenceServerLive',
        summary: 'The process lives',
        tags: ['open-inference'],
        response: { 200: InferenceLive },
      },
      config: { api: alive },
    },
    () => ({ live: true }),
  );

  app.get(
    '/v2/health/ready',
    {
      schema: {
        operationId: 'isInferenceServerReady',
        summary: 'The server can work: Redis and the object store answer',
        tags: ['open-inference'],
        response: { 200: InferenceReady },
      },
      config: { api: ready },
    },
    async () => {
      await assertReady(runtime);
      return { ready: true };
    },
  );
};
