import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

/* The bootstrap as a process of its own in a small checkout, with stand-ins for what reaches the npm registry: npx and pnpm. */

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

const source = fileURLToPath(new URL('..', import.meta.url));
let root: string;
let bin: string;

const log = (): Promise<string> => readFile(join(root, 'calls.log'), 'utf8').catch(() => '');
const countOf = async (call: string): Promise<number> =>
  (await log()).split('\n').filter((line) => line === call).length;

async function writeTool(name: string, script: string): Promise<void> {
  await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

const pnpmScript = (version: string, onInstall: string): string => `
case "$1" in
  --version) echo ${version} ;;
  install) echo install >> "$CHECKOUT/calls.log"; ${onInstall} ;;
  *) echo "pnpm $*" ;;
esac`;

function run(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, 'packages/local/bootstrap.mjs'), ...args], {
    env: { PATH: `${bin}:/usr/bin:/bin`, HOME: root, CHECKOUT: root },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended: Ended = { code: null, stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    ended.stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    ended.stderr += chunk.toString();
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ ...ended, code })));
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pneumo-bootstrap-'));
  bin = join(root, 'bin');
  await mkdir(bin);
  await mkdir(join(root, 'packages/local'), { recursive: true });
  await cp(join(source, 'bootstrap.mjs'), join(root, 'packages/local/bootstrap.mjs'));
  await cp(join(source, 'bootstrap'), join(root, 'packages/local/bootstrap'), { recursive: true });
  for (const file of ['package.json', 'pnpm-workspace.yaml', 'packages/local/package.json'])
    await writeFile(join(root, file), '{}');
  await writeFile(join(root, 'pnpm-lock.yaml'), 'first');
  await writeTool('pnpm', pnpmScript('10.1.0', 'true'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('bootstrap', () => {
  test('installs once, and again only when the lockfile or a package changes', async () => {
    expect((await run('exec', 'true')).stderr).toContain('Installing dependencies');
    expect((await run('exec', 'true')).stderr).toBe('');
    expect(await countOf('install')).toBe(1);
    await writeFile(join(root, 'pnpm-lock.yaml'), 'second');
    await run('exec', 'true');
    await writeFile(join(root, 'packages/local/package.json'), '{"name":"x"}');
    await run('exec', 'true');
    expect(await countOf('install')).toBe(3);
  });

  test('an install that fails says why, is an error, and is tried again', async () => {
    await writeTool('pnpm', pnpmScript('10.1.0', 'echo ERR_PNPM_SOMETHING; exit 1'));
    const failed = await run('exec', 'true');
    expect([failed.code, failed.stderr.includes('ERR_PNPM_SOMETHING')]).toEqual([1, true]);
    await writeTool('pnpm', pnpmScript('10.1.0', 'true'));
    expect((await run('exec', 'true')).code).toBe(0);
    expect(await countOf('install')).toBe(2);
  });

  test('of five that start at once, one installs and the others wait for it', async () => {
    const onInstall =
      'mkdir "$CHECKOUT/busy" || exit 9; for i in 1 2 3 4 5 6 7 8; do /bin/sleep 0.1; done; rmdir "$CHECKOUT/busy"';
    await writeTool('pnpm', pnpmScript('10.1.0', onInstall));
    const ended = await Promise.all(Array.from({ length: 5 }, () => run('exec', 'echo', 'ran')));
    expect(ended.map(({ code, stdout }) => [code, stdout])).toEqual(Array.from({ length: 5 }, () => [0, 'ran\n']));
    expect(await countOf('install')).toBe(1);
  });

  test('the lock of an install that was killed is no obstacle', async () => {
    const cache = join(root, 'node_modules/.cache/pneumo');
    await mkdir(cache, { recursive: true });
    const dead = spawn('/bin/true');
    await new Promise((resolve) => dead.on('exit', resolve));
    await writeFile(join(cache, 'install.lock'), String(dead.pid));
    const ended = await Promise.all([run('exec', 'true'), run('exec', 'true'), run('exec', 'true')]);
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(await countOf('install')).toBe(1);
  });

  test('a pnpm of another major version is passed over for a fetched one, which is remembered', async () => {
    const fetched = join(root, 'fetched');
    await mkdir(fetched);
    await writeFile(join(fetched, 'pnpm'), `#!/bin/sh\n${pnpmScript('10.9.9', 'true')}\n`, { mode: 0o755 });
    await writeTool('pnpm', pnpmScript('9.0.0', 'exit 1'));
    await writeTool('npx', `echo "npx $*" >> "$CHECKOUT/calls.log"; echo '{"node":"/none","path":"${fetched}"}'`);
    const first = await run('exec', 'pnpm', 'hello');
    expect([first.code, first.stdout]).toEqual([0, 'pnpm hello\n']);
    const second = await run('exec', 'pnpm', 'again');
    expect([second.code, second.stdout, second.stderr]).toEqual([0, 'pnpm again\n', '']);
    expect((await log()).split('\n').filter((line) => line.startsWith('npx -y -p pnpm@10 node'))).toHaveLength(1);
  });

  test('a registry that does not answer is said clearly', async () => {
    await writeTool('pnpm', pnpmScript('9.0.0', 'exit 1'));
    await writeTool('npx', 'echo "npm error ENOTFOUND registry.npmjs.org" >&2; exit 1');
    const { code, stderr } = await run('exec', 'true');
    expect(code).toBe(1);
    expect(stderr).toContain('could not be fetched from the npm registry');
    expect(stderr).toContain('ENOTFOUND');
    expect(stderr).toContain('Install Node >= 22.18 and pnpm 10 yourself');
  });

  test('hands on arguments, exit code and signal', async () => {
    expect((await run('exec', 'sh', '-c', 'echo "$1|$2"; exit 7', 'sh', 'a b', '--help')).stdout).toBe('a b|--help\n');
    expect((await run('exec', 'sh', '-c', 'exit 7')).code).toBe(7);
    expect((await run('exec', 'sh', '-c', 'kill -TERM $$')).code).toBe(143);
    const missing = await run('exec', 'no-such-command');
    expect([missing.code, missing.stderr.includes('cannot be started')]).toEqual([1, true]);
  });

  test.each([[[]], [['unknown']], [['exec']]])('%j shows the usage', async (args) => {
    const { code, stderr } = await run(...args);
    expect([code, stderr.startsWith('Usage')]).toEqual([2, true]);
  });

  test('a signal reaches a started stack once, however many deliver it', async () => {
    await mkdir(join(root, 'packages/local/src'), { recursive: true });
    // Counts what it gets; the first ends it a moment later, when a second delivery would have come.
    const start = `
      let signals = 0;
      process.on('SIGINT', () => {
        signals += 1;
        setTimeout(() => { console.log('signals', signals); process.exit(0); }, 300);
      });
      console.log('up');
      setInterval(() => undefined, 1000);
    `;
    await writeFile(join(root, 'packages/local/src/start.ts'), start);
    const child = spawn(process.execPath, [join(root, 'packages/local/bootstrap.mjs'), 'start'], {
      env: { PATH: `${bin}:/usr/bin:/bin`, HOME: root, CHECKOUT: root },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      // The terminal and npm each deliver it.
      if (!output.includes('up')) for (const delay of [0, 20]) setTimeout(() => child.kill('SIGINT'), delay);
      output += chunk.toString();
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect([code, output]).toEqual([0, 'up\nsignals 1\n']);
  });
});
