import { ProblemNote } from '../parts/problem-note.tsx';
import { EpochCurves } from '../train/epoch-curves.tsx';
import { EpochLog } from '../train/epoch-log.tsx';
import { useVersionHistory } from './use-models.ts';

/** How the training that made the version went, epoch by epoch. */
export const TrainingCurves = ({ version }: { version: string }) => {
  const history = useVersionHistory(version);
  return (
    <section className="card">
      <h2>Training</h2>
      {history.isPending ? <p role="status">Loading the curves…</p> : null}
      {history.isError ? <ProblemNote error={history.error} onRetry={() => void history.refetch()} /> : null}
      {history.data === undefined ? null : (
        <>
          <EpochCurves points={history.data.epochs} />
          <EpochLog points={history.data.epochs} />
        </>
      )}
    </section>
  );
};
