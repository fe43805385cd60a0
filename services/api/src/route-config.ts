import type { ErrorCode, Scope } from '@pneumo/shared/contracts';
import type { TSchema } from 'typebox';

/** What a route says of itself beside its schemas: who may call it and what the API description needs to know. */
export interface ApiRouteConfig {
  /** Any one of these scopes is enough; an empty list lets in every key. */
  scopes: readonly Scope[];
  /** Codes that this call can answer beside those that every call can. */
  errors: readonly ErrorCode[];
  /** Bodies by content type, where the route checks them itself. */
  bodies?: Record<string, TSchema>;
  /** Request headers that the route reads. */
  headers?: Record<string, string>;
  /** What the rest of the path stands for, where the route takes any. */
  rest?: string;
  /** Content type of the answer, where it is not JSON. */
  produces?: string;
}

/** Asked by probes, which come without a key and by address. */
export const PROBE_URLS: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/v2/health/live', '/v2/health/ready']);

declare module 'fastify' {
  interface FastifyContextConfig {
    api?: ApiRouteConfig;
  }
}
