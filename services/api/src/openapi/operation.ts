import { ERROR_CODES, type ErrorCode, PROBLEM_CONTENT_TYPE } from '@pneumo/shared/contracts';
import { type ApiRouteConfig, PROBE_URLS } from '../route-config.ts';
import { described } from './components.ts';

/** Codes that every call behind authentication can answer. */
const ALWAYS: readonly ErrorCode[] = [
  'unauthenticated',
  'forbidden',
  'host_not_allowed',
  'rate_limited',
  'internal_error',
  'store_unavailable',
  'queue_unavailable',
  'overloaded',
  'shutting_down',
];

type Json = Record<string, unknown>;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** Statuses and the codes that each can carry. */
const problemResponses = (codes: readonly ErrorCode[]): Record<string, Json> => {
  const byStatus = Map.groupBy(new Set(codes), (code) => String(ERROR_CODES[code].status));
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      {
        description: group.map((code) => `\`${code}\`: ${ERROR_CODES[code].title}`).join('; '),
        content: { [PROBLEM_CONTENT_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
};

const SUCCESS: Record<string, string> = {
  200: 'Done',
  202: 'Accepted, and durable: the address of the job is in `Location`',
  204: 'Done; there is nothing to say',
  409: 'Nothing was taken; the body says why',
};

const successResponses = (response: Json, produces: string): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(response).map(([status, schema]) => [
      status,
      {
        description: SUCCESS[status] ?? 'Done',
        ...(status === '204' ? {} : { content: { [produces]: { schema: described(schema) } } }),
      },
    ]),
  );

const bodyOf = (schema: Json, config: ApiRouteConfig): Json | undefined => {
  const bodies = config.bodies ?? (schema['body'] === undefined ? undefined : { 'application/json': schema['body'] });
  if (bodies === undefined) return undefined;
  const content = Object.entries(bodies).map(([type, body]) => [type, { schema: described(body) }]);
  return { content: Object.fromEntries(content) };
};

const headersOf = (headers: Record<string, string>): Json => ({
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [name, { type: 'string', description }]),
  ),
});

/** `/v1/a/:id/*` is shown as `/v1/a/{id}/{name}`. */
const namedUrl = (url: string): string => url.replace(/\*$/, ':name');

const paramsOf = (params: unknown, rest: string | undefined): Json => {
  const shown = described(params);
  if (rest === undefined || !isJson(shown['properties'])) return shown;
  return { ...shown, properties: { ...shown['properties'], name: { type: 'string', description: rest } } };
};

/** A route's schemas and config, put as @fastify/swagger reads them. */
export const operationOf = (
  url: string,
  schema: Json,
  config: ApiRouteConfig | undefined,
): { url: string; schema: Json } => {
  if (config === undefined) return { url, schema: { ...schema, hide: true } };
  const { response, params, ...rest } = schema;
  const asks = params !== undefined || schema['querystring'] !== undefined || schema['body'] !== undefined;
  const isPublic = PROBE_URLS.has(url);
  const codes = [...(asks ? (['validation_failed'] as const) : []), ...config.errors, ...(isPublic ? [] : ALWAYS)];
  const body = bodyOf(schema, config);
  const scopes = config.scopes.length === 0 ? 'Any key.' : `Scope: ${config.scopes.join(' or ')}.`;
  const text = typeof rest['description'] === 'string' ? `${rest['description']} ` : '';
  return {
    url: namedUrl(url),
    schema: {
      ...rest,
      ...(isPublic ? { security: [] } : { description: `${text}${scopes}`, security: [{ apiKey: [] }] }),
      ...(params === undefined ? {} : { params: paramsOf(params, config.rest) }),
      ...(config.headers === undefined ? {} : { headers: headersOf(config.headers) }),
      ...(body === undefined ? {} : { body }),
      response: {
        ...successResponses((response ?? {}) as Json, config.produces ?? 'application/json'),
        ...problemResponses(codes),
      },
    },
  };
};
