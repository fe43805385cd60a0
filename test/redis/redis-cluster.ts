import { findFreePort } from '../../packages/local/src/process/free-port.ts';
import { clientFlags, must, type Servers, type Tls, tlsFlags } from './start-servers.ts';

const MASTERS = 3;

/** A cluster of three masters with a password; gives its nodes as `host:port`. */
export const startRedisCluster = async (servers: Servers, password: string, tls?: Tls): Promise<string[]> => {
  const nodes: string[] = [];
  for (let node = 0; node < MASTERS; node += 1) {
    const port = await findFreePort();
    const busPort = await findFreePort();
    const secure = tls === undefined ? [] : [...tlsFlags(tls, port), '--tls-cluster', 'yes'];
    await servers.start(
      ['--cluster-enabled', 'yes', '--cluster-port', `${busPort}`, '--requirepass', password, ...secure],
      port,
    );
    nodes.push(`127.0.0.1:${port}`);
  }
  // Answers when all three agree who has which slots.
  must('redis-cli', [...clientFlags(password, tls), '--cluster', 'create', ...nodes, '--cluster-yes']);
  return nodes;
};
