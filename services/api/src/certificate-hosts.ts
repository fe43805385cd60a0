import type { ApiEnv } from './env.ts';

const DEFAULT_PORTS: Record<string, string> = { 'https:': '443', 'rediss:': '6379', 'rediss+sentinel:': '26379' };

/** `host:port` of every endpoint that this system reaches by TLS, and of those that it is told of. */
export const certificateHostsOf = (
  env: Pick<ApiEnv, 'S3_ENDPOINT' | 'REDIS_URL' | 'PNEUMO_CERTIFICATE_HOSTS'>,
): string[] => {
  const reached = [env.S3_ENDPOINT, ...env.REDIS_URL.split(',')].flatMap((text) => {
    if (!URL.canParse(text)) return [];
    const { protocol, hostname, port } = new URL(text);
    const fallback = DEFAULT_PORTS[protocol];
    return fallback === undefined ? [] : [`${hostname}:${port === '' ? fallback : port}`];
  });
  const told = env.PNEUMO_CERTIFICATE_HOSTS.split(',').flatMap((host) => host.trim() || []);
  return [...new Set([...reached, ...told])];
};
