import type { Job } from '../api/job-types.ts';
import { duration } from './figures.ts';

/** How far a job is, and how long it will take where that is known. */
export const JobProgressBar = ({ job: { state, progress } }: { job: Pick<Job, 'state' | 'progress'> }) => {
  const { done, total, unit, stage, secondsLeft } = progress;
  const isCounted = state === 'running' && total > 0 && unit !== 'jobs';
  const words = [
    state === 'queued' ? 'queued' : stage,
    ...(isCounted ? [`${Number(done.toFixed(1))} of ${total} ${unit}`] : []),
    ...(secondsLeft === undefined ? [] : [`about ${duration(secondsLeft)} left`]),
  ].join(' · ');
  return (
    <div className="job-progress">
      <progress aria-label={words} {...(isCounted ? { value: done, max: total } : {})} />
      <p className="small quiet numbers">{words}</p>
    </div>
  );
};
