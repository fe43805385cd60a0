import type { Me } from '@pneumo/shared/contracts';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { fetchJson } from './fetch-json.ts';
import { hasCode } from './problem.ts';

const CHECK_MS = 5_000;
const CHECK_WHILE_AWAY_MS = 2_000;

export const ME_KEY: readonly string[] = ['me'];

/** Not an error, which a query without an answer forgets whenever it asks again, and the form to sign in with it. */
const askWhoIAm = async (signal: AbortSignal): Promise<Me | null> => {
  try {
    return await fetchJson<Me>('/me', { signal });
  } catch (error) {
    if (hasCode(error, 'unauthenticated')) return null;
    throw error;
  }
};

/** Who asks, and what they may, or null where the server wants a key first; asked again and again, so that a server that goes away is noticed. */
export const useMe = (): UseQueryResult<Me | null> =>
  useQuery({
    queryKey: ME_KEY,
    queryFn: ({ signal }) => askWhoIAm(signal),
    retry: false,
    // Also while the browser says that it is offline: the server may be on this machine.
    networkMode: 'always',
    refetchInterval: ({ state }) => (state.error === null ? CHECK_MS : CHECK_WHILE_AWAY_MS),
  });
