import type { JobChild } from '@pneumo/shared/contracts';
import { useQueries } from '@tanstack/react-query';
import { fetchJson } from '../api/fetch-json.ts';
import { hasEnded, type Job } from '../api/job-types.ts';
import { jobKey, useLiveJobs } from '../api/use-job.ts';

export type ComparisonChild = Pick<JobChild, 'id' | 'architecture' | 'seed' | 'state' | 'progress' | 'error'>;

/** The trainings of a comparison that runs, each live. A comparison makes them one by one: those that are not there yet are asked for again. */
export const useComparisonChildren = (job: Job<'comparison'> & Job): ComparisonChild[] => {
  const isLive = !hasEnded(job);
  const known = job.children ?? [];
  const found = useQueries({
    queries: job.input.trainings.map(({ job: id }) => ({
      queryKey: jobKey(id),
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchJson<Job>(`/jobs/${id}`, { signal }),
      enabled: isLive,
      retry: false,
      refetchInterval: ({ state }: { state: { data: Job | undefined } }) => (state.data === undefined ? 3_000 : false),
    })),
  });
  const children = job.input.trainings.map(({ job: id, architecture, seed }, place): ComparisonChild => {
    const current = found[place]?.data ?? known.find((child) => child.id === id);
    const waiting = { done: 0, total: 1, unit: 'jobs', stage: 'queued' };
    return {
      id,
      architecture,
      seed,
      state: current?.state ?? 'queued',
      progress: current?.progress ?? waiting,
      ...(current?.error === undefined ? {} : { error: current.error }),
    };
  });
  const followed = job.input.trainings.filter((_, place) => {
    const data = found[place]?.data;
    return data !== undefined && !hasEnded(data);
  });
  useLiveJobs(isLive ? followed.map(({ job: id }) => id) : []);
  return children;
};
