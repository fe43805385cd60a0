import { afterEach, expect, test, vi } from 'vitest';
import { readLocalEnv } from '../src/env.ts';

afterEach(() => vi.unstubAllEnvs());

test('hands on what the services need to reach a Redis that runs elsewhere, and nothing that is not theirs', () => {
  vi.stubEnv('REDIS_URL', 'rediss://redis.example:6380');
  vi.stubEnv('REDIS_CA_FILE', '/etc/ssl/redis.pem');
  vi.stubEnv('PNEUMO_LOG_LEVEL', 'warn');
  vi.stubEnv('SOMEBODY_ELSES_SECRET', 'x');
  const { redisUrl, handedOn } = readLocalEnv();
  expect(redisUrl).toBe('rediss://redis.example:6380');
  expect(handedOn).toMatchObject({ REDIS_CA_FILE: '/etc/ssl/redis.pem', PNEUMO_LOG_LEVEL: 'warn' });
  expect(Object.keys(handedOn)).not.toContain('SOMEBODY_ELSES_SECRET');
});
