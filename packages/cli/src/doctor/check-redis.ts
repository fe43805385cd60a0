import { createJobQueues, type RedisClient } from '@pneumo/shared/runtime';
import type { CliEnv } from '../env.ts';
import { redisPlace, withRedis } from '../operator/open-redis.ts';
import type { OperatorSettings } from '../operator/operator-settings.ts';
import { counted } from '../output/figures.ts';
import { outputOf } from './check-machine.ts';
import { type Finding, fault, messageLine, ok, warning } from './finding.ts';

const AWAY =
  'Start it (a local start does: npm start), or set REDIS_URL to one that runs. Nothing is lost: once it answers, every pending job is queued again.';
const SERVERS = ['redis-server', 'valkey-server'];

const fieldsOf = (info: string): Record<string, string> =>
  Object.fromEntries(
    info.split('\r\n').flatMap((line) => {
      const colon = line.indexOf(':');
      return colon < 1 ? [] : [[line.slice(0, colon), line.slice(colon + 1)]];
    }),
  );

const checkPolicy = ({ maxmemory_policy: policy = 'unknown' }: Record<string, string>): Finding =>
  policy === 'noeviction'
    ? ok('redis memory policy', policy)
    : fault(
        'redis memory policy',
        `${policy}: queued jobs can vanish`,
        'redis-cli CONFIG SET maxmemory-policy noeviction, and the same in redis.conf.',
      );

const checkAppendOnly = ({ aof_enabled: enabled }: Record<string, string>): Finding =>
  enabled === '1'
    ? ok('redis append-only file', 'on')
    : warning(
        'redis append-only file',
        'off: after a restart jobs wait until they are queued again from the store',
        'redis-cli CONFIG SET appendonly yes, and the same in redis.conf.',
      );

/** Workers that hold a connection for their queue. */
const checkWorkers = async (redis: RedisClient, prefix: string): Promise<Finding[]> => {
  const queues = createJobQueues(redis, prefix);
  try {
    const count = async (kind: string): Promise<number> =>
      (await queues
        .all()
        .find(({ name }) => name.startsWith(`${kind}-v`))
        ?.getWorkersCount()) ?? 0;
    const [inferencers, trainers] = [await count('prediction'), await count('training')];
    const mend = 'npm start runs one; elsewhere start the service, and see its log.';
    return [
      inferencers > 0
        ? ok('inferencers', counted(inferencers, 'connection'))
        : warning('inferencers', 'none is connected: predictions, batches and imports wait', mend),
      trainers > 0
        ? ok('trainers', counted(trainers, 'connection'))
        : warning('trainers', 'none is connected: trainings wait', mend),
    ];
  } finally {
    await queues.close();
  }
};

const lookAt = async (redis: RedisClient, settings: OperatorSettings): Promise<Finding[]> => {
  // A cluster answers for one node, which is set up as the others are.
  const info = fieldsOf(await redis.info());
  const { redis_version: version = 'unknown' } = info;
  const [major = 0] = version.split('.').map(Number);
  const place = redisPlace(settings.REDIS_URL);
  return [
    major >= 6
      ? ok('redis', `${version} at ${place}`)
      : fault('redis', `${version} at ${place} is too old`, 'Install Redis 6.2 or newer, or Valkey.'),
    checkPolicy(info),
    checkAppendOnly(info),
    ...(await checkWorkers(redis, settings.PNEUMO_QUEUE_PREFIX)),
  ];
};

/** The Redis that is in use; where none is, whether a local start would find one. */
export const checkRedis = async (settings: OperatorSettings | undefined, env: CliEnv): Promise<Finding[]> => {
  if (settings !== undefined) {
    try {
      return await withRedis(settings, (redis) => lookAt(redis, settings));
    } catch (error) {
      return [fault('redis', messageLine(error), AWAY)];
    }
  }
  for (const server of SERVERS) {
    const version = await outputOf(server, ['--version'], env);
    if (version !== undefined)
      return [
        ok('redis', `not started; npm start would run ${server} (${/v=?([\d.]+)/.exec(version)?.[1] ?? version})`),
      ];
  }
  return [
    warning(
      'redis',
      `neither ${SERVERS.join(' nor ')} is on PATH`,
      'Install redis-server (apt-get install redis-server) or valkey-server, or set REDIS_URL. Without it npm start tries to install one.',
    ),
  ];
};
