import { parseRedisAddress } from '@pneumo/shared/runtime';
import type { ApiEnv } from './env.ts';

/** `host:port` of every endpoint that this system reaches by TLS, and of those that it is told of. */
export const certificateHostsOf = (
  env: Pick<ApiEnv, 'S3_ENDPOINT' | 'REDIS_URL' | 'PNEUMO_CERTIFICATE_HOSTS'>,
): string[] => {
  const { protocol, hostname, port } = new URL(env.S3_ENDPOINT);
  const redis = parseRedisAddress(env.REDIS_URL);
  const told = env.PNEUMO_CERTIFICATE_HOSTS.split(',').flatMap((host) => host.trim() || []);
  return [
    ...new Set([
      ...(protocol === 'https:' ? [`${hostname}:${port === '' ? 443 : port}`] : []),
      ...(redis.tls ? redis.nodes.map((node) => `${node.host}:${node.port}`) : []),
      ...told,
    ]),
  ];
};
