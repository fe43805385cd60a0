import { LOCAL_KEY_ID } from '@pneumo/shared/contracts';
import Type from 'typebox';
import type { App } from '../api-deps.ts';
import { authorizationOf, sessionCookie } from '../auth/session-cookie.ts';

/** For the page: browsers send a cookie with pictures and event streams, and no Authorization. */
export const addSessionRoutes = (v1: App): void => {
  v1.post(
    '/session',
    {
      schema: {
        operationId: 'signIn',
        summary: 'Begin a session of the page with the key of this call: a cookie that stands for it in this browser',
        tags: ['service'],
        response: { 204: Type.Null() },
      },
      config: { api: { scopes: [], errors: [] } },
    },
    async (request, reply) => {
      const key = authorizationOf(request)?.replace(/^Bearer +/i, '');
      // While no key is needed, none is checked either: what came must not be kept.
      if (key !== undefined && request.principal?.keyId !== LOCAL_KEY_ID) {
        reply.header('set-cookie', sessionCookie(key, request));
      }
      return reply.code(204).send(null);
    },
  );

  v1.delete(
    '/session',
    {
      schema: {
        operationId: 'signOut',
        summary: 'End the session of the page in this browser',
        tags: ['service'],
        response: { 204: Type.Null() },
      },
      config: { api: { scopes: [], errors: [] } },
    },
    async (request, reply) => reply.header('set-cookie', sessionCookie(undefined, request)).code(204).send(null),
  );
};
