import type { Me } from '@pneumo/shared/contracts';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { fetchJson } from './fetch-json.ts';

const CHECK_MS = 5_000;
const CHECK_WHILE_AWAY_MS = 2_000;

export const ME_KEY: readonly string[] = ['me'];

/** Who asks, and what they may; asked again and again, so that a server that goes away is noticed. */
export const useMe = (): UseQueryResult<Me> =>
  useQuery({
    queryKey: ME_KEY,
    queryFn: ({ signal }) => fetchJson<Me>('/me', { signal }),
    retry: false,
    // Also while the browser says that it is offline: the server may be on this machine.
    networkMode: 'always',
    refetchInterval: ({ state }) => (state.error === null ? CHECK_MS : CHECK_WHILE_AWAY_MS),
  });
