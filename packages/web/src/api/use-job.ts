import type { JobUpdate } from '@pneumo/shared/contracts';
import { type QueryClient, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { fetchJson } from './fetch-json.ts';
import { hasEnded, type Job } from './job-types.ts';
import { ME_KEY } from './use-me.ts';
import { watchJobs } from './watch-jobs.ts';

export const jobKey = (jobId: string): readonly string[] => ['job', jobId];

/** Puts what an event says of a job into what is known of it. */
const applyUpdate = (queries: QueryClient, update: Job | JobUpdate): void => {
  queries.setQueryData<Job>(jobKey(update.id), (known) => {
    if ('createdAt' in update) return update;
    if (known === undefined || hasEnded(known)) return known;
    const { state, attempt, startedAt, progress } = update;
    return {
      ...known,
      state,
      attempt,
      ...(startedAt === undefined ? {} : { startedAt }),
      ...(progress === undefined ? {} : { progress }),
    };
  });
};

/** Keeps what is known of jobs up to date while they run; `jobIds` are those that have not ended. */
export const useLiveJobs = (jobIds: readonly string[]): void => {
  const queries = useQueryClient();
  const wanted = [...jobIds].sort().slice(0, 100).join(',');
  useEffect(() => {
    if (wanted === '') return undefined;
    return watchJobs(wanted.split(','), {
      onUpdate: (update) => {
        applyUpdate(queries, update);
        if (hasEnded(update)) void queries.invalidateQueries({ queryKey: ['jobs'] });
      },
      // Asked at once, so that the page says that the server is away as soon as a stream breaks.
      onBreak: () => void queries.invalidateQueries({ queryKey: ME_KEY }),
    });
  }, [queries, wanted]);
};

/** One job, live until it has ended. */
export const useJob = (jobId: string): UseQueryResult<Job> => {
  const found = useQuery({
    queryKey: jobKey(jobId),
    queryFn: ({ signal }) => fetchJson<Job>(`/jobs/${jobId}`, { signal }),
    enabled: jobId !== '',
    // A finished job does not change.
    staleTime: ({ state }) => (state.data !== undefined && hasEnded(state.data) ? Infinity : 0),
  });
  const isLive = found.data !== undefined && !hasEnded(found.data);
  useLiveJobs(isLive ? [jobId] : []);
  return found;
};
