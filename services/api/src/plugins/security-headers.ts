import helmet from '@fastify/helmet';
import type { App } from '../api-deps.ts';

/** The pages that come with libraries carry their scripts and styles inline. */
const PAGE_POLICY =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; " +
  "object-src 'none'; base-uri 'self'; frame-ancestors 'none'";

/** For the whole server: answers are data, so that a browser may load nothing for them. */
export const addSecurityHeaders = async (app: App): Promise<void> => {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    // Whether there is TLS is the business of the proxy in front.
    strictTransportSecurity: false,
  });
};

/** For a scope that serves a library's page. */
export const allowPage = (scope: Pick<App, 'addHook'>): void => {
  scope.addHook('onRequest', async (_request, reply) => {
    await Promise.resolve();
    reply.header('content-security-policy', PAGE_POLICY);
  });
};
