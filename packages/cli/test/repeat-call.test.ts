import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { csvRow } from '../src/output/csv-row.ts';
import { inOrder } from '../src/predict/in-order.ts';
import { createTestCli } from './create-test-cli.ts';

const JOB = { id: '019b1f00-0000-7000-8000-000000000000', kind: 'prediction', state: 'queued' };

it('sends a picture again, with the same Idempotency-Key, where the connection was cut or the gateway is not ready', async () => {
  const keys: unknown[] = [];
  const accept = (response: ServerResponse): void =>
    void response.writeHead(202, { 'content-type': 'application/json' }).end(JSON.stringify(JOB));
  const refuse = (response: ServerResponse): void => {
    const problem = { type: 'about:blank', title: 'The server is stopping', status: 503, code: 'shutting_down' };
    response.writeHead(503, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
  };
  const answers = [(response: ServerResponse) => response.socket?.resetAndDestroy(), refuse, accept];
  const server = createServer((request: IncomingMessage, response) => {
    request.resume().on('end', () => {
      keys.push(request.headers['idempotency-key']);
      answers[keys.length - 1]?.(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const folder = await mkdtemp(join(tmpdir(), 'pneumo-repeat-'));
  await writeFile(join(folder, 'film.png'), 'bytes');
  const cli = createTestCli({ dataDir: folder, port: String((server.address() as AddressInfo).port) });
  const { exitCode, stdout } = await cli('predict', 'film.png', '--no-wait');
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining(JOB.id)]);
  expect(keys).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), keys[0], keys[0]]);
  server.close();
  await rm(folder, { recursive: true });
});

it('gives answers in the order of the files, with no more of them under way than allowed', async () => {
  let running = 0;
  let most = 0;
  const releases: (() => void)[] = [];
  const work = async (item: number): Promise<number> => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((resolve) => {
      releases.push(resolve);
      // The later of those that run end first.
      if (releases.length === 3 || item >= 3) for (const release of releases.splice(0).reverse()) release();
    });
    running -= 1;
    return item;
  };
  expect(await Array.fromAsync(inOrder([0, 1, 2, 3, 4], 3, work))).toEqual([0, 1, 2, 3, 4]);
  expect(most).toBe(3);
});

it('writes cells that a spreadsheet reads as what they are', () => {
  expect(csvRow(['a,"b"', '=1+1', -1, null, undefined, 'x'])).toBe(`"a,""b""",'=1+1,-1,,,x`);
});
