import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../../packages/local/src/process/free-port.ts';

/** What these tests need of the machine. */
export const missing = ['redis-server', 'redis-cli', 'openssl'].filter(
  (command) => spawnSync(command, ['--version']).error !== undefined,
);

export interface Servers {
  readonly folder: string;
  /** Starts a redis-server with these options and gives its port; of two where both plain and TLS are asked for, the first. */
  start(options: readonly string[], port?: number): Promise<number>;
  sentinel(lines: readonly string[]): Promise<number>;
  kill(port: number): Promise<void>;
  stop(): Promise<void>;
}

/** Redis processes of a test's own, on loopback, without anything that outlives them. */
export const openServers = async (): Promise<Servers> => {
  const folder = await mkdtemp(join(tmpdir(), 'pneumo-redis-'));
  const children = new Map<number, ChildProcess>();

  const run = async (port: number, args: readonly string[], readyWord: string): Promise<number> => {
    const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
    children.set(port, child);
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error('redis-server did not start')));
      child.stdout.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes(readyWord)) resolve();
      });
    });
    return port;
  };
  const kill = async (port: number): Promise<void> => {
    const child = children.get(port);
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };

  return {
    folder,
    start: async (options, given) => {
      const port = given ?? (await findFreePort());
      const dir = join(folder, `${port}`);
      await mkdir(dir);
      const own = options.includes('--tls-port') ? [] : ['--port', `${port}`];
      const basics = ['--bind', '127.0.0.1', '--dir', dir, '--save', '', '--maxmemory-policy', 'noeviction'];
      return run(port, [...own, ...basics, ...options], 'Ready to accept connections');
    },
    sentinel: async (lines) => {
      const port = await findFreePort();
      const file = join(folder, `sentinel-${port}.conf`);
      await writeFile(file, [`port ${port}`, 'bind 127.0.0.1', `dir ${folder}`, ...lines, ''].join('\n'));
      return run(port, [file, '--sentinel'], 'Sentinel ID is');
    },
    kill,
    stop: async () => {
      await Promise.all([...children.keys()].map(kill));
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Runs a command that must succeed; gives what it printed. */
export const must = (command: string, args: readonly string[], cwd?: string): string => {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    ...(cwd === undefined ? {} : { cwd }),
  });
  if (status !== 0) throw new Error(`${command} ${args[0] ?? ''}: ${stdout}${stderr}`);
  return stdout;
};

/** An authority and a certificate for 127.0.0.1 that it has signed, made for this test alone. */
export const makeCertificate = (folder: string): { ca: string; cert: string; key: string } => {
  const at = (name: string): string => join(folder, name);
  const subject = ['-subj', '/CN=Pneumo test authority'];
  must('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    ...subject,
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.crt'),
  ]);
  const name = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  must('openssl', [
    'req',
    '-newkey',
    'rsa:2048',
    '-nodes',
    ...name,
    '-keyout',
    at('redis.key'),
    '-out',
    at('redis.csr'),
  ]);
  const signing = [
    'x509',
    '-req',
    '-in',
    at('redis.csr'),
    '-CA',
    at('ca.crt'),
    '-CAkey',
    at('ca.key'),
    '-CAcreateserial',
  ];
  must('openssl', [...signing, '-days', '2', '-copy_extensions', 'copy', '-out', at('redis.crt')]);
  return { ca: at('ca.crt'), cert: at('redis.crt'), key: at('redis.key') };
};
