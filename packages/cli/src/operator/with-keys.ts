import { type ApiKeys, createApiKeys } from '@pneumo/shared/runtime';
import type { CliEnv } from '../env.ts';
import { withStore } from './open-store.ts';
import { operatorAccess } from './operator-settings.ts';

/** Works on the keys in the store; `workspace` is the one that is meant where none is named. Throws CliError. */
export const withKeys = <T>(
  env: CliEnv,
  work: (apiKeys: ApiKeys, workspace: string) => Promise<T>,
  options?: { makeBucket: boolean },
): Promise<T> => {
  const { settings, workspace } = operatorAccess(env);
  return withStore(settings, (store) => work(createApiKeys(store), workspace), options);
};
