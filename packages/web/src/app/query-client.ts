import { QueryClient } from '@tanstack/react-query';
import { isProblemError } from '../api/problem.ts';

const MAX_RETRIES = 2;

/** Faults of the connection and of a server that is away are tried again; a refusal is an answer. */
export const createQueries = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < MAX_RETRIES && !(isProblemError(error) && error.problem.status < 500),
      },
    },
  });
