import { openAsBlob } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { AgeBand, Alias, JobResource, Problem, TrainingRequest } from '@pneumo/shared/contracts';

const pollMs = 500;
/** A job that says nothing new for this long will not end any more. */
const maxSilenceMs = 10 * 60 * 1000;

export interface DemoClient {
  waitUntilReady(): Promise<void>;
  /** `seed` cuts the splits: the same images and seed give the same data set. */
  importArchive(name: string, path: string, seed: number, ageBands?: readonly AgeBand[]): Promise<JobResource>;
  train(request: TrainingRequest): Promise<JobResource>;
  predict(image: Uint8Array, fileName: string): Promise<JobResource>;
  /** Follows a job to its end. Throws an Error when it does not succeed. */
  follow(job: JobResource, onProgress: (job: JobResource) => void): Promise<JobResource>;
  /** Moves an alias to a version, made when missing, provided that nobody else moves it meanwhile. */
  moveAlias(alias: string, version: string, reason: string): Promise<Alias>;
  readVersionFile(version: string, name: string): Promise<unknown>;
}

async function explain(response: Response): Promise<Error> {
  const text = await response.text();
  try {
    const { code, detail, title } = JSON.parse(text) as Partial<Problem>;
    return new Error(`the gateway answered ${response.status} ${code ?? ''}: ${detail ?? title ?? text}`);
  } catch {
    return new Error(`the gateway answered ${response.status}: ${text.slice(0, 300)}`);
  }
}

/** The few calls of the HTTP API that the demo makes. Every refusal is an Error with the problem's code and detail. */
export function createDemoClient(url: string): DemoClient {
  async function send(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(`${url}${path}`, init);
    if (!response.ok) throw await explain(response);
    return response;
  }
  const sendForJob = async (path: string, init: RequestInit): Promise<JobResource> =>
    (await (await send(path, init)).json()) as JobResource;
  const sendJson = (
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> =>
    send(path, { method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

  return {
    async waitUntilReady() {
      const deadline = AbortSignal.timeout(60_000);
      for (;;) {
        const response = await fetch(`${url}/readyz`, { signal: deadline });
        await response.arrayBuffer();
        if (response.ok) return;
        await wait(200, undefined, { signal: deadline });
      }
    },

    async importArchive(name, path, seed, ageBands) {
      const form = new FormData();
      form.set('name', name);
      form.set('seed', String(seed));
      if (ageBands !== undefined) form.set('ageBands', JSON.stringify(ageBands));
      // Read from disk as it is sent.
      form.set('archive', await openAsBlob(path, { type: 'application/zip' }), 'images.zip');
      return sendForJob('/v1/datasets', { method: 'POST', body: form });
    },

    train: async (request) => (await (await sendJson('POST', '/v1/trainings', request)).json()) as JobResource,

    predict(image, fileName) {
      const form = new FormData();
      form.set('image', new Blob([Buffer.from(image)], { type: 'image/jpeg' }), fileName);
      return sendForJob('/v1/predictions', { method: 'POST', body: form, headers: { prefer: 'wait=30' } });
    },

    async follow(job, onProgress) {
      let current = job;
      let lastNews = '';
      let lastNewsAtMs = Date.now();
      while (current.state === 'queued' || current.state === 'running') {
        await wait(pollMs);
        current = (await (await send(`/v1/jobs/${job.id}`)).json()) as JobResource;
        onProgress(current);
        const news = JSON.stringify([current.state, current.attempt, current.progress]);
        if (news !== lastNews) lastNewsAtMs = Date.now();
        else if (Date.now() - lastNewsAtMs > maxSilenceMs) throw new Error(`${job.kind} ${job.id} has stopped moving`);
        lastNews = news;
      }
      if (current.state === 'succeeded') return current;
      const why = current.error ? `: ${current.error.code}, ${current.error.message}` : '';
      throw new Error(`${job.kind} ${job.id} ended as ${current.state}${why}`);
    },

    async moveAlias(alias, version, reason) {
      const path = `/v1/models/aliases/${alias}`;
      const current = await fetch(`${url}${path}`);
      if (!current.ok && current.status !== 404) throw await explain(current);
      const etag = current.ok ? current.headers.get('etag') : null;
      await current.arrayBuffer();
      const condition: Record<string, string> = etag === null ? { 'if-none-match': '*' } : { 'if-match': etag };
      const response = await sendJson('PUT', path, { version, reason }, condition);
      return (await response.json()) as Alias;
    },

    readVersionFile: async (version, name) => (await send(`/v1/models/${version}/files/${name}`)).json(),
  };
}
