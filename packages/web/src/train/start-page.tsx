import { Link } from '@tanstack/react-router';
import { useDatasets } from '../data/use-datasets.ts';
import { PageHead } from '../parts/page-head.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { RecentRuns } from './recent-runs.tsx';
import { TrainingForm } from './training-form.tsx';

/** Starts trainings, and lists those that were. */
export const StartPage = () => {
  const found = useDatasets();
  return (
    <>
      <PageHead title="Train" />
      {found.isPending ? <p role="status">Loading the data sets…</p> : null}
      {found.isError ? <ProblemNote error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data?.datasets.length === 0 ? (
        <p className="empty">
          A training needs a data set: <Link to="/data">upload one</Link>.
        </p>
      ) : null}
      {found.data === undefined || found.data.datasets.length === 0 ? null : (
        <TrainingForm datasets={found.data.datasets} />
      )}
      <RecentRuns />
    </>
  );
};
