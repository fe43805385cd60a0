import createFetchClient, { type ClientPathsWithMethod, type MaybeOptionalInit } from 'openapi-fetch';
import type { paths } from './generated/api.ts';
import { KEYED_PATHS, newIdempotencyKey } from './idempotency-key.ts';
import { isRepeatable, type Send } from './patient-sender.ts';
import { assertAnswered } from './problem-error.ts';
import { requestForm } from './request-form.ts';

type FetchClient = ReturnType<typeof createFetchClient<paths>>;
type Method = 'get' | 'post' | 'put' | 'delete';
type PathOf<M extends Method> = ClientPathsWithMethod<FetchClient, M>;
type Success = 200 | 201 | 202 | 204;

/** What a call answers when it succeeds, by status. */
type Answers<Operation> = Operation extends { responses: infer R }
  ? { [S in keyof R & Success]: R[S] extends { content: infer C } ? C[keyof C] : undefined }[keyof R & Success]
  : never;

interface Parsed<Data> {
  json: Data;
  text: string;
  blob: Blob;
  arrayBuffer: ArrayBuffer;
  stream: ReadableStream<Uint8Array> | null;
}

type DataOf<Data, Init> = Init extends { parseAs: infer As extends keyof Parsed<Data> } ? Parsed<Data>[As] : Data;

/** One call of the API: `api.get('/v1/jobs/{id}', { params: { path: { id } } })`. Throws a ProblemError for a refusal. */
type Call<M extends Method> = <P extends PathOf<M>, Init extends MaybeOptionalInit<paths[P], M>>(
  path: P,
  ...init: undefined extends Init ? [Init?] : [Init]
) => Promise<{ data: DataOf<Answers<paths[P][M]>, Init>; response: Response }>;

/** Every call of the OpenAPI document, by its path. The answer's `data` is parsed by its content type unless `parseAs` says how. */
export type ApiCalls = { readonly [M in Method]: Call<M> };

interface AnyInit {
  readonly body?: unknown;
  readonly headers?: object;
  readonly parseAs?: keyof Parsed<unknown>;
}

/** Given whole as they are, whatever they hold. */
const FILES = '/v1/models/{version}/files/{name}';

const bodyOf = (body: unknown): unknown => {
  if (typeof body !== 'object' || body === null || body instanceof Blob || body instanceof FormData) return body;
  return Object.values(body).some((value) => value instanceof Blob) ? requestForm(body) : JSON.stringify(body);
};

const dataOf = async (path: string, response: Response): Promise<unknown> => {
  const contentType = response.headers.get('content-type') ?? '';
  if (path === FILES) return response.blob();
  if (contentType.includes('json') && !contentType.includes('ndjson')) return response.json();
  if (/^text\/|ndjson|svg/.test(contentType)) return response.text();
  return response.status === 204 ? undefined : response.blob();
};

export const createApiCalls = ({ send, server }: { send: Send; server: string }): ApiCalls => {
  const client = createFetchClient<paths>({
    baseUrl: server,
    bodySerializer: bodyOf,
    // A clone holds the whole body in memory, so that only what may be sent again is cloned.
    fetch: (request) => send(isRepeatable(request) ? () => request.clone() : () => request),
  });
  client.use({
    onRequest: ({ request, schemaPath }) => {
      if (request.method !== 'POST' || !KEYED_PATHS.has(schemaPath) || request.headers.has('idempotency-key')) return;
      request.headers.set('idempotency-key', newIdempotencyKey());
    },
    onResponse: ({ response }) => assertAnswered(response),
  });

  const call = async (method: Method, path: string, init: AnyInit = {}): Promise<unknown> => {
    const { body, parseAs = 'stream', headers } = init;
    const type = body instanceof Blob ? { 'content-type': body.type || 'application/octet-stream' } : {};
    // The types of the calls stand in ApiCalls; here one implementation serves them all.
    const ask = client.request as (...asked: unknown[]) => Promise<{ data?: unknown; response: Response }>;
    const answer = await ask(method, path, { ...init, parseAs, headers: { ...type, ...headers } });
    if (init.parseAs !== undefined) return answer;
    return { data: await dataOf(path, answer.response), response: answer.response };
  };
  const caller = <M extends Method>(method: M): Call<M> =>
    ((path: string, init?: AnyInit) => call(method, path, init)) as Call<M>;
  return { get: caller('get'), post: caller('post'), put: caller('put'), delete: caller('delete') };
};
