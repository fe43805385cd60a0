import { ERROR_CODES, isErrorCode } from '@pneumo/shared/contracts';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { fetchJson } from '../api/fetch-json.ts';
import type { Job } from '../api/job-types.ts';
import { JobErrorNote } from './job-error-note.tsx';
import { ProblemNote } from './problem-note.tsx';

const whereShown = (kind: Job['kind']): '/assess/$jobId' | '/train/$jobId' | '/jobs/$jobId' => {
  if (kind === 'prediction') return '/assess/$jobId';
  return kind === 'training' || kind === 'comparison' ? '/train/$jobId' : '/jobs/$jobId';
};

/** Why a job gave nothing, what to do about it, and a button that asks again. */
export const JobFailure = ({ job }: { job: Job }) => {
  const navigate = useNavigate();
  const retry = useMutation({
    mutationFn: () => fetchJson<Job>(`/jobs/${job.id}/retry`, { method: 'POST' }),
    onSuccess: ({ id, kind }) => navigate({ to: whereShown(kind), params: { jobId: id } }),
  });
  const { error } = job;
  const known = error !== undefined && isErrorCode(error.code) ? ERROR_CODES[error.code] : undefined;
  return (
    <div className="card">
      <h2>{job.state === 'cancelled' ? 'Cancelled' : (known?.title ?? 'It failed')}</h2>
      <JobErrorNote error={error} />
      <button type="button" disabled={retry.isPending} onClick={() => retry.mutate()}>
        Run again
      </button>
      {retry.error === null ? null : <ProblemNote error={retry.error} />}
    </div>
  );
};
