import { Link } from '@tanstack/react-router';
import { hasEnded, type Job } from '../api/job-types.ts';
import { DataTable } from '../charts/data-table.tsx';
import { estimateOf, figureOf } from '../charts/format-figure.ts';
import { DatasetLink } from '../data/dataset-link.tsx';
import { PromoteVersion } from '../models/promote-version.tsx';
import { useVersionHistory } from '../models/use-models.ts';
import { VersionLink } from '../models/version-link.tsx';
import { JobFailure } from '../parts/job-failure.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { EpochCurves } from './epoch-curves.tsx';
import { EpochLog } from './epoch-log.tsx';
import { RunState } from './run-state.tsx';
import { type EpochPoint, useEpochs } from './use-epochs.ts';

type TrainingJob = Job<'training'>;

const NO_POINTS: readonly EpochPoint[] = [];

const Outcome = ({ result }: { result: NonNullable<TrainingJob['result']> }) => (
  <section className="card">
    <h2>
      Version <VersionLink version={result.version} />
    </h2>
    <DataTable
      caption="What it reached"
      head={['', 'AUC', 'Sensitivity', 'Specificity', 'Images']}
      rows={[
        [
          'Sealed test',
          estimateOf(result.test.auc),
          estimateOf(result.test.sensitivity),
          estimateOf(result.test.specificity),
          result.test.images,
        ],
        ['Validation', figureOf(result.validation.auc), '–', '–', '–'],
      ]}
    />
    <p className="note">
      <strong>{result.promotion.alias === null ? 'Not promoted.' : `Is ${result.promotion.alias} now.`}</strong>{' '}
      {result.promotion.reason}
    </p>
    {result.warnings.map((warning) => (
      <p key={warning} className="note note-warn">
        {warning}
      </p>
    ))}
    <h3>Promote</h3>
    <PromoteVersion version={result.version} />
    <p className="quiet small">{result.disclaimer}</p>
  </section>
);

/** One training: its curves while it runs and after, and what came of it. */
export const TrainingRun = ({ job }: { job: TrainingJob & Job }) => {
  const { input, result } = job;
  const live = useEpochs(hasEnded(job) ? [] : [job.id])[job.id] ?? NO_POINTS;
  const history = useVersionHistory(result?.version ?? '');
  const points = history.data?.epochs ?? live;
  return (
    <>
      <PageHead title={`Training of ${input.architecture}`} />
      <p className="quiet">
        On <DatasetLink datasetId={input.dataset} />, recipe {input.recipe}, seed {input.seed}, promote {input.promote}.
        {input.comparison === undefined ? null : (
          <>
            {' '}
            Part of a{' '}
            <Link to="/train/$jobId" params={{ jobId: input.comparison }}>
              comparison
            </Link>
            .
          </>
        )}
      </p>
      <RunState job={job} />
      {job.state === 'failed' || job.state === 'cancelled' ? <JobFailure job={job} /> : null}
      {result === undefined ? null : <Outcome result={result} />}
      {points.length === 0 && hasEnded(job) ? null : (
        <section className="card">
          <h2>Curves</h2>
          <EpochCurves points={points} bestEpoch={result?.bestEpoch} />
          <EpochLog points={points} bestEpoch={result?.bestEpoch} />
        </section>
      )}
    </>
  );
};
