import { setTimeout as wait } from 'node:timers/promises';
import { isFinal, type JobResource, type Problem } from '../../packages/shared/src/contracts/index.ts';

export interface Answer<T = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export interface Http {
  call<T = unknown>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>>;
  postImage(
    bytes: Uint8Array,
    fields?: Record<string, string>,
    headers?: Record<string, string>,
  ): Promise<Answer<JobResource>>;
  postArchive(bytes: Uint8Array, name: string): Promise<Answer<JobResource>>;
  /** A zip of pictures for the champion. */
  postBatch(bytes: Uint8Array): Promise<Answer<JobResource>>;
  job(id: string): Promise<JobResource>;
  /** Polls until a job fits. */
  until(id: string, fits: (job: JobResource) => boolean): Promise<JobResource>;
  ended(id: string): Promise<JobResource>;
  problemOf(answer: Promise<Answer>): Promise<{ status: number; code: string; contentType: string | null }>;
}

const POLL_MS = 50;

/** Plain calls of the HTTP API, as any client would make them; with a key where one is given. */
export const createHttp = (url: string, key?: string): Http => {
  const send = async <T>(path: string, init: RequestInit): Promise<Answer<T>> => {
    const headers = new Headers(init.headers);
    if (key !== undefined) headers.set('authorization', `Bearer ${key}`);
    const response = await fetch(`${url}${path}`, { ...init, headers });
    const text = await response.text();
    const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as T };
  };
  const job = async (id: string): Promise<JobResource> => (await send<JobResource>(`/v1/jobs/${id}`, {})).body;
  const until = async (id: string, fits: (job: JobResource) => boolean): Promise<JobResource> => {
    for (;;) {
      const current = await job(id);
      if (fits(current)) return current;
      await wait(POLL_MS);
    }
  };
  return {
    call: (method, path, body, headers = {}) =>
      send(path, {
        method,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    postImage: (bytes, fields = {}, headers = {}) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      form.set('image', new Blob([Buffer.from(bytes)], { type: 'image/jpeg' }), 'film.jpg');
      return send('/v1/predictions', { method: 'POST', body: form, headers });
    },
    postArchive: (bytes, name) => {
      const form = new FormData();
      form.set('name', name);
      form.set('archive', new Blob([Buffer.from(bytes)], { type: 'application/zip' }), 'images.zip');
      return send('/v1/datasets', { method: 'POST', body: form });
    },
    postBatch: (bytes) => {
      const form = new FormData();
      form.set('archive', new Blob([Buffer.from(bytes)], { type: 'application/zip' }), 'images.zip');
      return send('/v1/batches', { method: 'POST', body: form });
    },
    job,
    until,
    ended: (id) => until(id, ({ state }) => isFinal(state)),
    problemOf: async (answer) => {
      const { status, headers, body } = await answer;
      return { status, code: (body as Problem).code, contentType: headers.get('content-type') };
    },
  };
};
