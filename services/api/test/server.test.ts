import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { JobResource, Me } from '@pneumo/shared/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext } from '../../../test/setup/context.ts';
import { readEvents } from './sse-reader.ts';

const SERVER = join(import.meta.dirname, '../src/server.ts');

let folder: string;
let started: ChildProcess | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pneumo-server-'));
});
afterEach(() => {
  started?.kill('SIGKILL');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = (
  env: Record<string, string>,
): { child: ChildProcess; output: Promise<string>; exited: Promise<unknown[]> } => {
  const { s3, redisUrl, queuePrefix } = createTestContext();
  const child = spawn(process.execPath, [SERVER], {
    env: {
      REDIS_URL: redisUrl,
      S3_ENDPOINT: s3.endpoint,
      S3_ACCESS_KEY: s3.accessKey,
      S3_SECRET_KEY: s3.secretKey,
      S3_REGION: s3.region,
      S3_BUCKET: s3.bucket,
      PNEUMO_QUEUE_PREFIX: queuePrefix,
      PNEUMO_PORT: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  started = child;
  return { child, output: text(child.stdout!), exited: once(child, 'exit') };
};

const untilReady = async (child: ChildProcess): Promise<string> => {
  const [message] = (await once(child, 'message')) as [{ type: string; url: string }];
  expect(message.type).toBe('ready');
  return message.url;
};

describe('the gateway process', () => {
  it('does not serve the network without keys, and says why', async () => {
    const { output, exited } = start({ PNEUMO_HOST: '0.0.0.0' });
    expect(await exited).toEqual([1, null]);
    expect(await output).toContain('PNEUMO_ADMIN_KEY_FILE');
  });

  it('says which variable is wrong', async () => {
    const { child, exited } = start({ PNEUMO_PORT: 'http' });
    expect(await exited).toEqual([1, null]);
    expect(child.killed).toBe(false);
  });

  it('makes the first key for its owner alone, and serves the network with it', async () => {
    const file = join(folder, 'keys', 'admin.key');
    const { child, exited, output } = start({ PNEUMO_HOST: '0.0.0.0', PNEUMO_ADMIN_KEY_FILE: file });
    const url = (await untilReady(child)).replace('0.0.0.0', '127.0.0.1');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const key = (await readFile(file, 'utf8')).trim();
    expect((await fetch(`${url}/v1/me`)).status).toBe(401);
    const me = (await (await fetch(`${url}/v1/me`, { headers: { authorization: `Bearer ${key}` } })).json()) as Me;
    expect(me).toMatchObject({ workspace: 'default', access: 'keys' });
    expect(me.scopes).toEqual(expect.arrayContaining(['admin', 'operator', 'research']));
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    expect(await output).not.toContain(key);
  });

  it('ends its streams and its waits when it is told to stop, and leaves the job durable', async () => {
    const { child, output, exited } = start({});
    const url = await untilReady(child);
    const payload = JSON.stringify({ name: 'n', inbox: 'x/' });
    const headers = { 'content-type': 'application/json' };
    const post = (more: Record<string, string> = {}): Promise<Response> =>
      fetch(`${url}/v1/datasets`, { method: 'POST', body: payload, headers: { ...headers, ...more } });
    const { id } = (await (await post()).json()) as JobResource;
    const events = await readEvents(`${url}/v1/jobs/${id}/events`);
    await events.next();
    const waiting = post({ prefer: 'wait=30' });
    await expect
      .poll(async () => ((await (await fetch(`${url}/v1/jobs`)).json()) as { jobs: unknown[] }).jobs.length)
      .toBe(2);
    child.kill('SIGTERM');
    expect((await waiting).status).toBe(202);
    expect(await events.rest()).toEqual([]);
    expect(await exited).toEqual([0, null]);
    // Of connections that are kept alive after their last answer, too.
    expect(await output).not.toContain('did not close cleanly');
  });
});
