import type { Scope } from '@pneumo/shared/contracts';
import { PneumoError } from '@pneumo/shared/runtime';
import type { FastifyRequest } from 'fastify';
import type { App, AppDeps } from '../api-deps.ts';
import { assertLocalCaller } from '../auth/assert-local-caller.ts';
import { assertScope } from '../auth/authenticator.ts';
import { authorizationOf } from '../auth/session-cookie.ts';
import { PROBE_URLS } from '../route-config.ts';

export type Admit = (request: FastifyRequest, scopes: readonly Scope[]) => Promise<void>;

/** Lets a request in if its key has one of the scopes, and notes who asks. */
export const createAdmit =
  ({ authenticator }: Pick<AppDeps, 'authenticator'>): Admit =>
  async (request, scopes) => {
    const principal = await authenticator.authenticate(authorizationOf(request));
    assertScope(principal, scopes);
    request.principal = principal;
  };

/** For the whole server: no key is asked for here, but strangers' pages are kept out while none is needed. */
export const addHostCheck = (app: App, { authenticator, runtime }: AppDeps): void => {
  app.decorateRequest('principal', null);
  app.addHook('onRequest', async (request) => {
    // Probes come by address, and must tell what is wrong also when the store is.
    if (PROBE_URLS.has(request.url)) return;
    let open: boolean;
    try {
      open = await authenticator.isOpen();
    } catch (error) {
      runtime.logger.debug({ err: error }, 'cannot tell whether keys are needed');
      throw new PneumoError('store_unavailable', 'The object store does not answer now.', { cause: error });
    }
    if (open) assertLocalCaller(request);
  });
};

/** For `/v1` and `/v2`: every route says which scopes it asks for; one that does not is a mistake found at start. */
export const addAuthentication = (keyed: App, admit: Admit): void => {
  keyed.addHook('onRoute', ({ url, config }) => {
    if (config?.api === undefined) throw new Error(`${url} does not say who may call it`);
  });
  keyed.addHook('onRequest', async (request) => {
    await admit(request, request.routeOptions.config.api?.scopes ?? []);
  });
};
