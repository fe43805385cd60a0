import type { Problem } from '@pneumo/shared/contracts';
import { ProblemError } from './problem.ts';

interface JsonRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Sent as JSON, or as it is where it is a form. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'code' in value && 'detail' in value && 'status' in value;

/** The problem that an answer carries; one is made up where something between us and the server answered. */
const problemIn = async (response: Response): Promise<ProblemError> => {
  const body: unknown = await response.json().catch(() => undefined);
  if (isProblem(body)) return new ProblemError(body);
  const { status, statusText } = response;
  const detail = `The server answered ${status} ${statusText}.`;
  return new ProblemError({
    type: 'about:blank',
    title: 'The answer could not be understood',
    status,
    detail,
    code: 'internal_error',
    advice: 'Try again; if it happens again, tell the operator.',
    instance: '',
  });
};

/** Asks `/v1<path>`. Throws a ProblemError for a refusal, and a TypeError where no server answers. */
export const fetchAnswer = async (path: string, request: JsonRequest = {}): Promise<Response> => {
  const { method = 'GET', body, headers = {}, signal } = request;
  const isForm = body instanceof FormData || body instanceof Blob;
  const response = await fetch(`/v1${path}`, {
    method,
    headers: { ...headers, ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (!response.ok) throw await problemIn(response);
  return response;
};

/** The JSON of an answer, in the type that the contract of the call names; the server checks what it sends in its tests. */
export const fetchJson = async <T>(path: string, request: JsonRequest = {}): Promise<T> =>
  (await fetchAnswer(path, request)).json() as Promise<T>;
