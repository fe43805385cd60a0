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
  /** Starts a redis-server with these options and gives its port. */
  start(options: readonly string[], port?: number): Promise<number>;
  /** Starts a sentinel from the lines of its configuration, which name the port. */
  sentinel(port: number, lines: readonly string[]): Promise<void>;
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
    sentinel: async (port, lines) => {
      const file = join(folder, `sentinel-${port}.conf`);
      await writeFile(file, ['bind 127.0.0.1', `dir ${folder}`, ...lines, ''].join('\n'));
      await run(port, [file, '--sentinel'], 'Sentinel ID is');
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

/** Files of an authority and of a certificate for 127.0.0.1 that it has signed. */
export interface Tls {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** Made for this test alone. */
export const makeCertificate = (folder: string): Tls => {
  const at = (name: string): string => join(folder, name);
  const openssl = (command: string): string => must('openssl', command.split(' '), folder);
  const days = '-days 2';
  openssl(`req -x509 -newkey rsa:2048 -nodes ${days} -subj /CN=pneumo-test -keyout ca.key -out ca.crt`);
  const name = '-subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1';
  openssl(`req -newkey rsa:2048 -nodes ${name} -keyout redis.key -out redis.csr`);
  const authority = '-CA ca.crt -CAkey ca.key -CAcreateserial';
  openssl(`x509 -req -in redis.csr ${authority} ${days} -copy_extensions copy -out redis.crt`);
  return { ca: at('ca.crt'), cert: at('redis.crt'), key: at('redis.key') };
};

/** Lines of a configuration that listens with TLS only. */
export const tlsLines = ({ ca, cert, key }: Tls, port: number): string[] => [
  'port 0',
  `tls-port ${port}`,
  'tls-auth-clients no',
  `tls-cert-file ${cert}`,
  `tls-key-file ${key}`,
  `tls-ca-cert-file ${ca}`,
];

/** The same as options of the command line. */
export const tlsFlags = (tls: Tls, port: number): string[] =>
  tlsLines(tls, port).flatMap((line) => {
    const [name, value] = line.split(' ');
    return [`--${name}`, value!];
  });

/** What redis-cli needs to be let in. */
export const clientFlags = (password: string, tls?: Tls): string[] => [
  ...['-a', password, '--no-auth-warning'],
  ...(tls === undefined ? [] : ['--tls', '--cacert', tls.ca]),
];
