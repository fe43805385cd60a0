import { Health, PROBLEM_CONTENT_TYPE, Readiness, type ReadyChecks } from '@pneumo/shared/contracts';
import Type from 'typebox';
import type { App, AppDeps } from '../api-deps.ts';
import { makeProblem } from '../problems/problem-of.ts';
import { withTimeLimit } from '../time-limit.ts';

const CHECK_TIMEOUT_MS = 2_000;

const stateOf = async (what: string, check: Promise<unknown>): Promise<'up' | 'down'> => {
  try {
    await withTimeLimit(what, CHECK_TIMEOUT_MS, check);
    return 'up';
  } catch {
    return 'down';
  }
};

export const addHealthRoutes = (app: App, { runtime }: AppDeps): void => {
  app.get(
    '/healthz',
    {
      schema: { operationId: 'getHealth', summary: 'The process lives', tags: ['service'], response: { 200: Health } },
      config: { api: { scopes: [], errors: [] } },
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
      config: { api: { scopes: [], errors: ['store_unavailable', 'queue_unavailable', 'shutting_down'] } },
    },
    async (request, reply) => {
      const [redis, store] = await Promise.all([
        stateOf('Redis', runtime.redis.ping()),
        stateOf('the object store', runtime.store.ping()),
      ]);
      const checks: ReadyChecks = { redis, store };
      if (redis === 'up' && store === 'up') return { status: 'ready' as const, checks };
      const code = store === 'down' ? 'store_unavailable' : 'queue_unavailable';
      const down = Object.entries(checks)
        .filter(([, state]) => state === 'down')
        .map(([name]) => name);
      reply.header('content-type', PROBLEM_CONTENT_TYPE);
      reply.serializer(JSON.stringify);
      return reply.code(503).send({ ...makeProblem(code, `Down: ${down.join(', ')}.`, request.id), checks });
    },
  );
};
