import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createClient,
  isFinished,
  type Job,
  type PneumoClient,
  ProblemError,
} from '../../packages/client/src/index.ts';
import { DISCLAIMER } from '../../packages/shared/src/contracts/index.ts';
import { phantomJpeg } from './archives.ts';
import { hasChromium, launchChromium, openVisitor } from './browser.ts';
import { startTestStack, type TestStack } from './test-stack.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const POLL_MS = 50;
const STARTER = join(ROOT, 'packages/models/starter');

let stack: TestStack;
let folder: string;
let apiKey: string;
let client: PneumoClient;
/** Of every answer. */
let answered: { status: number; replayed: boolean }[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pneumo-client-'));
  const keyFile = join(folder, 'admin.key');
  stack = await startTestStack({ trainers: 0, env: { PNEUMO_STARTER_DIR: STARTER, PNEUMO_ADMIN_KEY_FILE: keyFile } });
  apiKey = (await readFile(keyFile, 'utf8')).trim();
  answered = [];
  client = createClient({
    server: stack.url,
    apiKey,
    fetch: async (request) => {
      const response = await fetch(request);
      answered.push({ status: response.status, replayed: response.headers.has('idempotency-replayed') });
      return response;
    },
  });
});
afterAll(async () => {
  await stack.close();
  await rm(folder, { recursive: true, force: true });
});

const film = async (seed: number): Promise<Blob> => new Blob([Buffer.from(await phantomJpeg(seed, 'pneumonia'))]);

const expectAnswer = (job: Job<'prediction'>): void => {
  expect(job.state).toBe('succeeded');
  expect(job.result?.disclaimer).toBe(DISCLAIMER);
  expect(job.result?.probability).toBeGreaterThanOrEqual(0);
};

describe('the client, on real processes', () => {
  it('predicts, follows and reads what came of it', async () => {
    const accepted = await client.predict(await film(1), { explain: true, abstain: false });
    const told: string[] = [];
    const job = await client.waitFor(accepted, { onUpdate: ({ state }) => told.push(state) });
    expectAnswer(job);
    expect(told.at(-1)).toBe('succeeded');
    const { data: heatmap } = await client.api.get('/v1/jobs/{id}/heatmap.png', { params: { path: { id: job.id } } });
    expect([heatmap.type, heatmap.size > 100]).toEqual(['image/png', true]);
    const again = await client.predict({ imageId: job.input.imageId }, { abstain: false, waitSeconds: 30 });
    expectAnswer(again);
    expect(again.result?.logits).toEqual(job.result?.logits);
    const { data: card } = await client.api.get('/v1/models/{version}/card', {
      params: { path: { version: job.result!.model.version } },
    });
    expect(card).toContain('# ');
    const { data: model } = await client.api.get('/v1/models/{version}/files/{name}', {
      params: { path: { version: job.result!.model.version, name: 'tfjs/model.json' } },
    });
    expect(JSON.parse(await model.text())).toHaveProperty('modelTopology');
  });

  it('moves an alias on the condition that it read it last', async () => {
    const params = { path: { alias: 'champion' } };
    const { data: champion, response } = await client.api.get('/v1/models/aliases/{alias}', { params });
    const etag = response.headers.get('etag')!;
    const move = (condition: string) =>
      client.api.put('/v1/models/aliases/{alias}', {
        params: { ...params, header: { 'If-Match': condition } },
        body: { version: champion.version, reason: 'the same again' },
      });
    expect((await move(etag)).data.history).toHaveLength(champion.history.length + 1);
    await expect(move(etag)).rejects.toMatchObject({ code: 'alias_changed', status: 412 });
  });

  it('tells refusals by their codes', async () => {
    const stranger = createClient({ server: stack.url, apiKey: 'pneumo_wrong' });
    const refusal = await stranger.predict(await film(2)).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ProblemError);
    expect(refusal).toMatchObject({ code: 'unauthenticated', status: 401 });
    await expect(stranger.waitFor('019b0000-0000-7000-8000-000000000000')).rejects.toMatchObject({ status: 401 });
    await expect(client.predict(new Blob(['no picture']))).rejects.toMatchObject({
      code: 'image_unsupported_format',
      status: 415,
    });
    const whole = await film(3);
    await expect(client.predict(whole.slice(0, whole.size / 2))).rejects.toMatchObject({ code: 'image_unreadable' });
  });

  it('goes on where it was when the gateway is killed: one job, and no event is missed', {
    timeout: 120_000,
  }, async () => {
    // A worker that holds still, so that the jobs are open when the gateway dies.
    stack.kill('inferencer', 'SIGSTOP');
    const jobsNow = async (): Promise<readonly { id: string }[]> =>
      (await client.api.get('/v1/jobs', { params: { query: { kind: 'prediction' } } })).data.jobs;
    const before = (await jobsNow()).length;
    const followed = await client.predict(await film(4), { abstain: false });
    const events = client.events([followed.id])[Symbol.asyncIterator]();
    expect((await events.next()).value).toMatchObject({ id: followed.id, state: 'queued' });
    answered.length = 0;
    const waiting = client.predict(await film(5), { abstain: false, waitSeconds: 30 });
    while ((await jobsNow()).length < before + 2) await wait(POLL_MS);

    const lives = (): number => stack.processes().find(({ name }) => name === 'api')!.restarts;
    stack.kill('api');
    while (lives() === 0) await wait(POLL_MS);
    stack.kill('inferencer', 'SIGCONT');

    const waited = await waiting;
    expectAnswer((await client.waitFor(waited)) satisfies Job<'prediction'>);
    expect(answered.some(({ replayed }) => replayed)).toBe(true);
    let last = await events.next();
    while (last.done !== true && !isFinished(last.value)) last = await events.next();
    expectAnswer(last.value as Job<'prediction'>);
    expect((await events.next()).done).toBe(true);
    expect(await jobsNow()).toHaveLength(before + 2);
  });

  it('does what its README shows', async () => {
    const readme = await readFile(join(ROOT, 'packages/client/README.md'), 'utf8');
    const example = /```ts\n([^]*?)```/.exec(readme)![1]!;
    expect(example.trimEnd().split('\n').length).toBeLessThanOrEqual(10);
    // Below the root, where the import finds the package.
    const file = join(ROOT, 'test-output/client/example.ts');
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, example);
    await writeFile(join(folder, 'xray.jpeg'), await phantomJpeg(6, 'pneumonia'));
    const { stdout } = await promisify(execFile)(process.execPath, [file], {
      cwd: folder,
      env: { PNEUMO_SERVER: stack.url, PNEUMO_API_KEY: apiKey },
    });
    expect(stdout).toMatch(/succeeded\n(pneumonia|normal|abstained) 0\.\d+ [^\n]*not a diagnosis/);
  });
});

const bundle = async (): Promise<string> => {
  const built = (await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2023',
      lib: { entry: join(ROOT, 'packages/client/src/index.ts'), formats: ['iife'], name: 'pneumo' },
    },
  })) as Rolldown.RolldownOutput[];
  return built[0]!.output[0].code;
};

describe.skipIf(!hasChromium)('the client in Chromium (skipped where there is none)', () => {
  it('predicts and follows from a page, with a key', { timeout: 120_000 }, async () => {
    const browser = await launchChromium();
    try {
      const { page, complaints } = await openVisitor(browser, stack.url, {
        width: 400,
        height: 300,
        colorScheme: 'light',
      });
      // Its policy lets a page ask its own server, and nobody else.
      await page.goto('/docs');
      const picture = Buffer.from(await phantomJpeg(7, 'normal')).toString('base64');
      const told = await page.evaluate<{ states: string[]; job: Job<'prediction'>; code: string }>(`(async () => {
        ${await bundle()}
        const { createClient } = pneumo;
        const client = createClient({ server: location.origin, apiKey: ${JSON.stringify(apiKey)} });
        const picture = new Blob([Uint8Array.from(atob('${picture}'), (text) => text.charCodeAt(0))]);
        const states = [];
        const accepted = await client.predict(picture, { abstain: false });
        const job = await client.waitFor(accepted, { onUpdate: ({ state }) => states.push(state) });
        const stranger = createClient({ server: location.origin, apiKey: 'wrong' });
        const code = await stranger.api.get('/v1/me').catch((error) => error.code);
        return { states, job, code };
      })()`);
      expectAnswer(told.job);
      expect(told.states.at(-1)).toBe('succeeded');
      expect(told.code).toBe('unauthenticated');
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
