import { vi } from 'vitest';
import { findFreePort } from '../../packages/local/src/process/free-port.ts';
import { clientFlags, must, type Servers, type Tls, tlsFlags, tlsLines } from './start-servers.ts';

const SENTINELS = 3;
const QUORUM = 2;
const NAME = 'pneumo';

export interface WatchedRedis {
  /** What follows the password in an address: `host:port,host:port,host:port/master`. */
  readonly nodesAndMaster: string;
  /** Port of the master, as the sentinels know it now. */
  readonly master: () => number;
  /** Kills the master with SIGKILL; resolves when the sentinels have made the replica master. */
  readonly failOver: () => Promise<void>;
}

/** A master and a replica with a password, watched by three sentinels that want the same one. */
export const startWatchedRedis = async (servers: Servers, password: string, tls?: Tls): Promise<WatchedRedis> => {
  const startOne = async (options: readonly string[]): Promise<number> => {
    const port = await findFreePort();
    const secure = tls === undefined ? [] : [...tlsFlags(tls, port), '--tls-replication', 'yes'];
    const auth = ['--requirepass', password, '--masterauth', password, '--repl-diskless-sync-delay', '0'];
    return servers.start([...auth, ...secure, ...options], port);
  };
  const first = await startOne([]);
  await startOne(['--replicaof', `127.0.0.1 ${first}`]);
  const ports: number[] = [];
  for (let sentinel = 0; sentinel < SENTINELS; sentinel += 1) {
    const port = await findFreePort();
    await servers.sentinel(port, [
      ...(tls === undefined ? [`port ${port}`] : [...tlsLines(tls, port), 'tls-replication yes']),
      `requirepass ${password}`,
      `sentinel sentinel-pass ${password}`,
      `sentinel monitor ${NAME} 127.0.0.1 ${first} ${QUORUM}`,
      `sentinel auth-pass ${NAME} ${password}`,
      `sentinel down-after-milliseconds ${NAME} 1000`,
      `sentinel failover-timeout ${NAME} 5000`,
    ]);
    ports.push(port);
  }
  const ask = (port: number, ...question: string[]): string =>
    must('redis-cli', ['-p', `${port}`, ...clientFlags(password, tls), 'sentinel', ...question]);
  const knownOf = (port: number, field: string): string | undefined =>
    new RegExp(`^${field}\\n(.*)$`, 'm').exec(ask(port, 'master', NAME))?.[1];
  // Only then may the master die: each knows the others and a replica that has caught up.
  await vi.waitFor(
    () => {
      for (const port of ports) {
        if (knownOf(port, 'num-other-sentinels') !== `${SENTINELS - 1}`) throw new Error('the sentinels are strangers');
        if (!/^master-link-status\nok$/m.test(ask(port, 'replicas', NAME))) throw new Error('no replica');
      }
    },
    { timeout: 30_000, interval: 200 },
  );
  const master = (): number => Number(knownOf(ports[0]!, 'port'));
  return {
    nodesAndMaster: `${ports.map((port) => `127.0.0.1:${port}`).join(',')}/${NAME}`,
    master,
    failOver: async () => {
      const before = master();
      await servers.kill(before);
      await vi.waitFor(
        () => {
          if (master() === before) throw new Error('no master yet');
        },
        { timeout: 60_000, interval: 100 },
      );
    },
  };
};
