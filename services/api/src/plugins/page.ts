import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { DISCLAIMER } from '@pneumo/shared/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App, AppDeps } from '../api-deps.ts';

const INDEX = 'index.html';
const YEAR_MS = 365 * 24 * 3_600_000;

/** Scripts, styles and pictures of this server only. `wasm-unsafe-eval` lets the page run a network in WebAssembly, and no other code from text. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
  "worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";

/** Where nothing is an address of the page. */
const NO_VIEWS = /^\/(v1|v2|docs|admin|assets|metrics|healthz|readyz)(\/|$)|\.[a-z0-9]+$/;

const NOT_BUILT = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Pneumo</title></head>
<body>
<h1>Pneumo</h1>
<p>The server runs, but its page has not been built. <code>npm start</code> builds it; so does <code>pnpm --filter @pneumo/web build</code>.</p>
<p><strong>${DISCLAIMER}</strong></p>
<ul>
<li><a href="/docs">How to call it</a> (<a href="/openapi.json">OpenAPI</a>)</li>
<li><a href="/admin/queues">Queues</a></li>
<li><a href="/readyz">State</a></li>
</ul>
</body>
</html>
`;

export interface Page {
  /** Whether a browser asks for an address of the page, whose script knows what is there. */
  isAskedFor(request: Pick<FastifyRequest, 'method' | 'url' | 'headers'>): boolean;
  send(reply: FastifyReply): FastifyReply;
}

/** Serves the built page from `pageDir`, or says that there is none. Its files carry their hash in their names, so that they may be kept. */
export const addPage = async (app: App, { pageDir }: Pick<AppDeps, 'pageDir'>): Promise<Page> => {
  const isBuilt = pageDir !== undefined && existsSync(join(pageDir, INDEX));
  if (isBuilt) {
    await app.register(fastifyStatic, {
      index: false,
      preCompressed: true,
      root: join(pageDir, 'assets'),
      prefix: '/assets/',
      maxAge: YEAR_MS,
      immutable: true,
      // A worker goes by the policy of its own file, not by that of the page that starts it.
      setHeaders: (reply) => void reply.header('content-security-policy', POLICY),
    });
    app.get('/icon.svg', { schema: { hide: true } }, (_request, reply) =>
      reply.sendFile('icon.svg', pageDir, { maxAge: 3_600_000, immutable: false }),
    );
  }
  const send = (reply: FastifyReply): FastifyReply => {
    if (!isBuilt) {
      return reply.type('text/html; charset=utf-8').send(NOT_BUILT);
    }
    reply.header('content-security-policy', POLICY);
    // It names the files of today.
    return reply.sendFile(INDEX, pageDir, { cacheControl: false }).header('cache-control', 'no-cache');
  };
  app.get('/', { schema: { hide: true } }, (_request, reply) => send(reply));
  return {
    isAskedFor: ({ method, url, headers }) =>
      method === 'GET' && (headers.accept ?? '').includes('text/html') && !NO_VIEWS.test(url.split('?')[0]!),
    send,
  };
};
