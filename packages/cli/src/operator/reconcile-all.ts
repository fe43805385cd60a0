import {
  createLogger,
  createReconciler,
  createRuntime,
  createShutdown,
  type ReconcileReport,
} from '@pneumo/shared/runtime';
import type { CliEnv } from '../env.ts';
import { withRedis } from './open-redis.ts';
import { withStore } from './open-store.ts';
import { type OperatorSettings, operatorAccess } from './operator-settings.ts';

const reconcile = async (settings: OperatorSettings): Promise<ReconcileReport> => {
  const logger = createLogger('cli', 'silent');
  const shutdown = createShutdown(logger);
  try {
    return await createReconciler(await createRuntime(settings, logger, shutdown)).reconcile();
  } finally {
    await shutdown.run('done');
  }
};

/** Compares all that is pending in the store with Redis, and mends what differs. Throws CliError where one of the two is away. */
export const reconcileAll = async (env: CliEnv): Promise<ReconcileReport> => {
  const { settings } = operatorAccess(env);
  // Asked first: what a runtime is made of waits for both without a word.
  await withRedis(settings, (redis) => redis.ping());
  return withStore(settings, () => reconcile(settings));
};
