import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createClient, type Job, type JobUpdate, ProblemError, UnreachableError } from '../src/index.ts';
import { type ScriptedServer, startScriptedServer } from './scripted-server.ts';

let server: ScriptedServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

const start = async (...script: ((response: ServerResponse) => void)[]): Promise<ScriptedServer> => {
  server = await startScriptedServer(script);
  return server;
};

type Step = (response: ServerResponse) => void;

const JSON_TYPE = { 'content-type': 'application/json' };
const busy =
  (status: number): Step =>
  (response) =>
    response.writeHead(status, { 'retry-after': '0' }).end('<h1>busy</h1>');
const cut: Step = (response) => response.destroy();
const answer =
  (body: unknown, status = 200): Step =>
  (response) =>
    response.writeHead(status, JSON_TYPE).end(JSON.stringify(body));
const problem =
  (status: number, code: string): Step =>
  (response) =>
    response
      .writeHead(status, { 'content-type': 'application/problem+json' })
      .end(JSON.stringify({ type: 't', title: 'T', status, detail: 'It is so.', code, advice: 'Do this.' }));
const job = (state: string, id = 'a'): object => ({ id, kind: 'prediction', state, attempt: 1 });
/** A stream of events that is then cut, or ends. */
const events =
  (texts: readonly (string | Buffer)[], end: 'cut' | 'end' = 'end'): Step =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('retry: 1\n\n');
    const next = (index: number): void => {
      if (index < texts.length) response.write(texts[index]!, () => setImmediate(next, index + 1));
      else if (end === 'cut') response.destroy();
      else response.end();
    };
    next(0);
  };
const event = (id: string, data: object): string => `id: ${id}\nevent: job\ndata: ${JSON.stringify(data)}\n\n`;

describe('a call', () => {
  it('is made again where the server is busy or cuts the connection, and the request may be repeated', async () => {
    const { url, seen } = await start(busy(503), busy(429), busy(502), cut, answer({ models: [] }));
    const { data, response } = await createClient({ server: `${url}/`, apiKey: 'k' }).api.get('/v1/models');
    expect(data).toEqual({ models: [] });
    expect(response.status).toBe(200);
    expect(seen.map((each) => each.headers.authorization)).toEqual(Array(5).fill('Bearer k'));
  });

  it('that makes a job is made again with the same key and the whole file', async () => {
    const { url, seen } = await start(cut, busy(503), answer(job('queued'), 202));
    const made = await createClient({ server: url }).predict(new Blob(['the picture']), {
      explain: true,
      abstainOn: ['inverted'],
      waitSeconds: 3,
    });
    expect(made).toMatchObject({ id: 'a', state: 'queued' });
    const [first] = seen;
    expect(first?.headers['idempotency-key']).toMatch(/^[0-9a-f]{32}$/);
    expect(first?.headers['prefer']).toBe('wait=3');
    for (const { headers, body } of seen) {
      expect(headers['idempotency-key']).toBe(first?.headers['idempotency-key']);
      expect(body).toMatch(/name="explain"\r\n\r\ntrue\r\n/);
      expect(body).toMatch(/name="abstainOn"\r\n\r\n\["inverted"\]\r\n/);
      expect(body).toMatch(/name="image"; filename="image"[^]*the picture/);
    }
    expect(seen).toHaveLength(3);
  });

  it('gets a key of its own where a key counts, and no other does', async () => {
    const { url, seen } = await start(answer(job('queued'), 202), answer(job('queued'), 202), answer({}));
    const { api } = createClient({ server: url });
    const body = { dataset: 'ds-1', architecture: 'compact' } as const;
    await api.post('/v1/trainings', { body });
    await api.post('/v1/trainings', { body, headers: { 'Idempotency-Key': 'mine' } });
    await api.post('/v1/jobs/{id}/retry', { params: { path: { id: 'a' } } });
    const keys = seen.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), 'mine', undefined]);
    expect(seen.map(({ url: path, body: sent }) => [path, sent])).toEqual([
      ['/v1/trainings', JSON.stringify(body)],
      ['/v1/trainings', JSON.stringify(body)],
      ['/v1/jobs/a/retry', ''],
    ]);
  });

  it('is made once where a lost answer could have done something', async () => {
    const { url, seen } = await start(cut, busy(503));
    const { api } = createClient({ server: url });
    const retry = () => api.post('/v1/jobs/{id}/retry', { params: { path: { id: 'a' } } });
    await expect(retry()).rejects.toBeInstanceOf(UnreachableError);
    await expect(retry()).rejects.toMatchObject({ name: 'ProblemError', status: 503, code: 'unexpected_answer' });
    expect(seen).toHaveLength(2);
  });

  it('is refused with code, status, detail and advice, and not made again', async () => {
    const { url, seen } = await start(problem(404, 'job_not_found'), problem(422, 'image_unreadable'));
    const client = createClient({ server: url });
    const refusal = await client.api.get('/v1/jobs/{id}', { params: { path: { id: 'b/c' } } }).catch((e: unknown) => e);
    expect(refusal).toBeInstanceOf(ProblemError);
    expect(refusal).toMatchObject({
      code: 'job_not_found',
      status: 404,
      detail: 'It is so.',
      message: 'It is so.',
      advice: 'Do this.',
    });
    await expect(client.predict(new Blob(['x']))).rejects.toMatchObject({ code: 'image_unreadable', status: 422 });
    expect(seen.map(({ url: path }) => path)).toEqual(['/v1/jobs/b%2Fc', '/v1/predictions']);
  });

  it('of a server that stays away fails when the patience is over, or at once when the caller gives up', async () => {
    const { url } = await start();
    await server?.close();
    const away = createClient({ server: url, patienceMs: 0 });
    await expect(away.api.get('/v1/me')).rejects.toMatchObject({ name: 'UnreachableError', server: url });
    const abort = new AbortController();
    const patient = createClient({
      server: url,
      fetch: (request) => {
        abort.abort(new Error('enough'));
        return fetch(request);
      },
    });
    await expect(patient.predict(new Blob(['x']), { signal: abort.signal })).rejects.toThrow('enough');
  });

  it('gives each answer as what it is', async () => {
    const typed =
      (type: string, text: string): Step =>
      (response) =>
        response.writeHead(200, { 'content-type': type }).end(text);
    const { url, seen } = await start(
      typed('image/png', 'png'),
      typed('text/markdown', '# Card'),
      typed('application/json', '{"epochs":[]}'),
      (response) => response.writeHead(204).end(),
      answer({}),
    );
    const { api } = createClient({ server: url });
    const picture = await api.get('/v1/jobs/{id}/heatmap.png', { params: { path: { id: 'a' } } });
    expect(await picture.data.text()).toBe('png');
    expect((await api.get('/v1/models/{version}/card', { params: { path: { version: 'v' } } })).data).toBe('# Card');
    const file = await api.get('/v1/models/{version}/files/{name}', {
      params: { path: { version: 'v', name: 'history.json' } },
    });
    expect(await file.data.text()).toBe('{"epochs":[]}');
    expect((await api.delete('/v1/datasets/{id}', { params: { path: { id: 'ds-1' } } })).data).toBeUndefined();
    await api.put('/v1/weights/{name}', {
      params: { path: { name: 'vgg16' }, query: { sha256: 'f' } },
      body: new Blob(['weights']),
    });
    expect(seen.at(-1)).toMatchObject({ url: '/v1/weights/vgg16?sha256=f', body: 'weights' });
    expect(seen.at(-1)?.headers['content-type']).toBe('application/octet-stream');
  });

  it('needs an address', () => {
    expect(() => createClient({ server: 'localhost:8080' })).toThrow('write http://HOST:PORT');
    expect(() => createClient({ server: '' })).toThrow(TypeError);
  });
});

describe('events', () => {
  const collect = async (source: AsyncIterable<JobUpdate | Job>): Promise<string[]> => {
    const told: string[] = [];
    for await (const { id, state } of source) told.push(`${id} ${state}`);
    return told;
  };

  it('resume where the stream broke, ended early or was refused, with the jobs that are still open', async () => {
    const { url, seen } = await start(
      events([event('1-0', job('running')), event('2-0', job('succeeded', 'b')), 'id: 3-0\nevent: job\nda'], 'cut'),
      busy(503),
      events([': still here\n\n', event('4-0', { ...job('running'), note: 'é' })]),
      events([event('5-0', job('failed'))]),
    );
    const client = createClient({ server: url, apiKey: 'k' });
    expect(await collect(client.events(['a', 'b']))).toEqual(['a running', 'b succeeded', 'a running', 'a failed']);
    expect(seen.map(({ url: path, headers }) => [path, headers['last-event-id'], headers.authorization])).toEqual([
      ['/v1/events?jobs=a,b', undefined, 'Bearer k'],
      ['/v1/events?jobs=a', '2-0', 'Bearer k'],
      ['/v1/events?jobs=a', '2-0', 'Bearer k'],
      ['/v1/events?jobs=a', '4-0', 'Bearer k'],
    ]);
  });

  it('are read however they are cut into pieces', async () => {
    const bytes = Buffer.from(event('1-0', { ...job('succeeded'), note: 'Größe' }));
    const { url } = await start(events(Array.from(bytes, (byte) => Buffer.from([byte]))));
    const ended = await createClient({ server: url }).waitFor('a');
    expect(ended).toMatchObject({ state: 'succeeded', note: 'Größe' });
  });

  it('end with a refusal, or with the reason of who gives up', async () => {
    const { url } = await start(problem(404, 'job_not_found'), (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(event('1-0', job('running')));
    });
    const client = createClient({ server: url });
    await expect(collect(client.events(['a']))).rejects.toMatchObject({ code: 'job_not_found' });
    const abort = new AbortController();
    const told: string[] = [];
    const waiting = client.waitFor('a', {
      signal: abort.signal,
      onUpdate: ({ state }) => {
        told.push(state);
        abort.abort(new Error('enough'));
      },
    });
    await expect(waiting).rejects.toThrow('enough');
    expect(told).toEqual(['running']);
  });
});
