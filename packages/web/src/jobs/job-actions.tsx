import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { fetchJson } from '../api/fetch-json.ts';
import { hasEnded, type Job } from '../api/job-types.ts';
import { wordsOf } from '../api/problem.ts';
import { jobKey } from '../api/use-job.ts';
import { KIND_WORDS } from './job-words.ts';

/** Cancel what has not ended; ask again for what failed or was cancelled. */
export const JobActions = ({ job }: { job: Job }) => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const name = `${KIND_WORDS[job.kind]} ${job.id.slice(-6)}`;
  const cancel = useMutation({
    mutationFn: () => fetchJson<Job>(`/jobs/${job.id}`, { method: 'DELETE' }),
    onSuccess: (cancelled) => queries.setQueryData(jobKey(job.id), cancelled),
    onSettled: () => queries.invalidateQueries({ queryKey: ['jobs'] }),
  });
  const retry = useMutation({
    mutationFn: () => fetchJson<Job>(`/jobs/${job.id}/retry`, { method: 'POST' }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['jobs'] });
      await navigate({ to: '/jobs/$jobId', params: { jobId: id } });
    },
  });
  const error = cancel.error ?? retry.error;
  return (
    <>
      {hasEnded(job) ? null : (
        <button type="button" disabled={cancel.isPending} aria-label={`Cancel ${name}`} onClick={() => cancel.mutate()}>
          {cancel.isPending ? 'Cancelling' : 'Cancel'}
        </button>
      )}
      {job.state === 'failed' || job.state === 'cancelled' ? (
        <button
          type="button"
          disabled={retry.isPending}
          aria-label={`Run again: ${name}`}
          onClick={() => retry.mutate()}
        >
          Run again
        </button>
      ) : null}
      {error === null ? null : (
        <span role="alert" className="small">
          {wordsOf(error)}
        </span>
      )}
    </>
  );
};
