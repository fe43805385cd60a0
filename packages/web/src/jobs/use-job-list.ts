import type { JobList } from '@pneumo/shared/contracts';
import { type QueryClient, useInfiniteQuery, useQueries, useQueryClient } from '@tanstack/react-query';
import { fetchJson } from '../api/fetch-json.ts';
import { hasEnded, type Job } from '../api/job-types.ts';
import { jobKey, useLiveJobs } from '../api/use-job.ts';

const REFRESH_MS = 3_000;

export interface JobFilter {
  /** '' for all. */
  kind: string;
  state: string;
}

const rememberAll = (queries: QueryClient, jobs: readonly Job[]): void => {
  for (const job of jobs) {
    // What the event stream has told meanwhile is newer than a list.
    queries.setQueryData<Job>(jobKey(job.id), (known) => (known !== undefined && hasEnded(known) ? known : job));
  }
};

/** Jobs, newest first; new ones come by asking every few seconds, their progress by events. */
export const useJobList = ({ kind, state }: JobFilter) => {
  const queries = useQueryClient();
  const list = useInfiniteQuery({
    queryKey: ['jobs', kind, state],
    queryFn: async ({ pageParam, signal }) => {
      const asked = new URLSearchParams({ limit: '20', ...(kind && { kind }), ...(state && { state }) });
      if (pageParam !== '') asked.set('cursor', pageParam);
      const page = await fetchJson<Omit<JobList, 'jobs'> & { jobs: Job[] }>(`/jobs?${asked.toString()}`, { signal });
      rememberAll(queries, page.jobs);
      return { ids: page.jobs.map(({ id }) => id), nextCursor: page.nextCursor };
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: REFRESH_MS,
  });
  const ids = list.data?.pages.flatMap((page) => page.ids) ?? [];
  const jobs = useQueries({
    queries: ids.map((id) => ({
      queryKey: jobKey(id),
      queryFn: () => fetchJson<Job>(`/jobs/${id}`),
      staleTime: Infinity,
    })),
    combine: (results) => results.flatMap(({ data }) => data ?? []),
  });
  useLiveJobs(jobs.filter((job) => !hasEnded(job)).map(({ id }) => id));
  return { list, jobs };
};
