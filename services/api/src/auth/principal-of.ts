import type { Principal } from '@pneumo/shared/contracts';
import type { FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal | null;
  }
}

/** Who asks; only behind the hook that authenticates. */
export const principalOf = (request: Pick<FastifyRequest, 'principal'>): Principal => {
  if (request.principal === null) throw new Error('this route does not authenticate');
  return request.principal;
};
