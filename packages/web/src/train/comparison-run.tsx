import { Link } from '@tanstack/react-router';
import { hasEnded, type Job } from '../api/job-types.ts';
import { DatasetLink } from '../data/dataset-link.tsx';
import { JobFailure } from '../parts/job-failure.tsx';
import { JobProgressBar } from '../parts/job-progress-bar.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { ComparisonOutcome } from './comparison-outcome.tsx';
import { EpochCurves } from './epoch-curves.tsx';
import { RunState } from './run-state.tsx';
import { type ComparisonChild, useComparisonChildren } from './use-comparison-children.ts';
import { type EpochPoint, useEpochs } from './use-epochs.ts';

const Child = ({ child, points }: { child: ComparisonChild; points: readonly EpochPoint[] | undefined }) => {
  const { state } = child;
  return (
    <li className="child">
      <h3>
        <Link to="/train/$jobId" params={{ jobId: child.id }}>
          {child.architecture}, seed {child.seed}
        </Link>{' '}
        <span className={`badge is-${state}`}>{state}</span>
      </h3>
      {state === 'running' ? (
        <>
          <JobProgressBar job={child} />
          {points === undefined ? null : <EpochCurves points={points} />}
        </>
      ) : null}
      {child.error === undefined ? null : <p className="note note-bad">{child.error.message}</p>}
    </li>
  );
};

/** Several trainings side by side, and which of them won. */
export const ComparisonRun = ({ job }: { job: Job<'comparison'> & Job }) => {
  const { input, result } = job;
  const children = useComparisonChildren(job);
  const curves = useEpochs(children.filter(({ state }) => state === 'running').map(({ id }) => id));
  const names = [...new Set(input.trainings.map(({ architecture }) => architecture))];
  return (
    <>
      <PageHead title={`Comparison of ${names.join(', ')}`} />
      <p className="quiet">
        On <DatasetLink datasetId={input.dataset} />, recipe {input.recipe}, seeds{' '}
        {[...new Set(input.trainings.map(({ seed }) => seed))].join(', ')}, promote {input.promote}. The best by
        validation AUC is put before the gate.
      </p>
      <RunState job={job} />
      {job.state === 'failed' || job.state === 'cancelled' ? <JobFailure job={job} /> : null}
      {result === undefined ? null : <ComparisonOutcome result={result} />}
      {hasEnded(job) ? null : (
        <section className="card">
          <h2>Trainings</h2>
          <ul className="children">
            {children.map((child) => (
              <Child key={child.id} child={child} points={curves[child.id]} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
};
