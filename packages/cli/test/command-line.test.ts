import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serverAddress } from '../src/http/server-address.ts';
import { createTestCli } from './create-test-cli.ts';
import { startFileServer } from './file-server.ts';

let folder: string;
let cli: ReturnType<typeof createTestCli>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pneumo-cli-'));
  const gone = await startFileServer();
  await gone.close();
  cli = createTestCli({ dataDir: folder, server: new URL(gone.url).origin });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const linesOf = (text: string): string[] => text.trim().split('\n');

describe('the command line', () => {
  it('tells its exit codes', async () => {
    expect((await cli('--help')).stdout).toMatch(/Exit codes\n {2}0 done .*130 stopped/);
  });

  it('ends with 2 for what it does not understand', async () => {
    const wrong = [
      ['bogus'],
      ['weights', 'pull', 'alexnet'],
      ['evaluate', '--data', '.'],
      ['evaluate', '--model', 'champion', '--data', '.', '--threshold', '1.5'],
      ['datasets', 'import', 'x.zip', '--seed', '-1'],
      ['train', '--architecture', 'cnn', '--dataset', 'ds-1', '--set', 'epochs'],
      ['weights', 'list', '--server', 'ftp://x'],
    ];
    for (const args of wrong) {
      const { exitCode, stdout, stderr } = await cli(...args);
      expect([args, exitCode, stdout]).toEqual([args, 2, '']);
      expect(stderr).not.toBe('');
    }
  });

  it('says in one line what to do when no gateway is there, and ends with 3', async () => {
    for (const args of [
      ['weights', 'list'],
      ['weights', 'pull', 'vgg16'],
      ['datasets', 'pull', 'chest-xray-2017'],
    ]) {
      const { exitCode, stderr } = await cli(...args);
      expect([args, exitCode, linesOf(stderr).length]).toEqual([args, 3, 1]);
      expect(stderr).toContain('npm start');
      expect(stderr).toContain('--server');
    }
    const { exitCode, stderr } = await cli('evaluate', '--model', 'champion', '--data', '.');
    expect([exitCode, linesOf(stderr).length]).toEqual([3, 1]);
    expect(stderr).toContain('npm start');
    expect(stderr).toContain('--model packages/models/starter');
  });

  it('passes the reason of a refusal on with its code, and says how to send a key', async () => {
    const problem = {
      type: 'about:blank',
      title: 'A key is needed',
      status: 401,
      detail: 'No key.',
      code: 'unauthenticated',
    };
    const seen: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(401, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const keyed = createTestCli({ dataDir: folder, port: String(port), apiKey: 'from-env' });
    const { exitCode, stderr } = await keyed('models', 'list');
    expect([exitCode, stderr]).toEqual([1, 'Error: No key. Set PNEUMO_API_KEY or --key. (unauthenticated)\n']);
    await keyed('models', 'list', '--key', 'given');
    expect(seen).toEqual(['Bearer from-env', 'Bearer given']);
    server.close();
  });

  it('speaks to the server that is named, else to the port, else to the local start, else to 8080', async () => {
    const env = { server: undefined, port: undefined, dataDir: join(folder, 'data') };
    expect(serverAddress(undefined, env)).toBe('http://127.0.0.1:8080');
    await mkdir(env.dataDir);
    await writeFile(join(env.dataDir, 'run.json'), JSON.stringify({ pid: 1, url: 'http://127.0.0.1:9999' }));
    expect(serverAddress(undefined, env)).toBe('http://127.0.0.1:9999');
    expect(serverAddress(undefined, { ...env, port: '81' })).toBe('http://127.0.0.1:81');
    expect(serverAddress(undefined, { ...env, port: '81', server: 'https://a.test/' })).toBe('https://a.test');
    expect(serverAddress('http://b.test/p/', { ...env, server: 'https://a.test' })).toBe('http://b.test/p');
    expect(() => serverAddress('b.test:80', env)).toThrow('http://HOST:PORT');
  });
});
