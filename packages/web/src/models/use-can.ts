import type { Scope } from '@pneumo/shared/contracts';
import { useMe } from '../api/use-me.ts';

/** Whether who asks holds all these scopes; false until it is known. */
export const useCan = (...scopes: readonly Scope[]): boolean => {
  const me = useMe();
  return scopes.every((scope) => me.data?.scopes.includes(scope) === true);
};
