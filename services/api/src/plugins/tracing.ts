import { contextOf, markFailed, type StartedSpan, startSpan } from '@pneumo/shared/runtime';
import type { App } from '../api-deps.ts';

declare module 'fastify' {
  interface FastifyRequest {
    traced?: StartedSpan;
  }
}

/** Asked all the time by machines: traces of them would only hide the others. */
const UNTRACED = new Set(['/healthz', '/readyz', '/metrics']);

/** One span per request, part of the caller's trace where it sends `traceparent`; what handlers do becomes part of it. */
export const addTracing = (app: App): void => {
  app.addHook('onRequest', (request, _reply, done) => {
    const route = request.routeOptions.url ?? 'unmatched';
    if (UNTRACED.has(route)) {
      done();
      return;
    }
    const { traceparent } = request.headers;
    request.traced = startSpan(`${request.method} ${route}`, {
      kind: 'server',
      parent: contextOf(typeof traceparent === 'string' ? traceparent : undefined),
      attributes: { 'http.request.method': request.method, 'http.route': route },
    });
    request.traced.within(done);
  });
  // Reading a body ends in a callback of the connection, which knows nothing of the request.
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.traced === undefined) done();
    else request.traced.within(done);
  });
  app.addHook('onResponse', (request, reply, done) => {
    const span = request.traced?.span;
    if (span !== undefined) {
      span.setAttribute('http.response.status_code', reply.statusCode);
      // What the caller did wrong is no fault of ours.
      if (reply.statusCode >= 500) markFailed(span);
      span.end();
    }
    done();
  });
};
