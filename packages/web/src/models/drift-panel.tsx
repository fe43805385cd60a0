import type { DriftReport } from '@pneumo/shared/contracts';
import { useQuery } from '@tanstack/react-query';
import { fetchJson } from '../api/fetch-json.ts';
import { DataTable } from '../charts/data-table.tsx';
import { countOf, estimateOf, figureOf } from '../charts/format-figure.ts';
import { ProblemNote } from '../parts/problem-note.tsx';

const NAMES = {
  score: 'Probability',
  brightness: 'Brightness of the films',
  size: 'Size of the films',
  abstention: 'Share refused',
  positives: 'Share called pneumonia',
} as const;

const verdict = (drifted: boolean) => (drifted ? <strong className="is-bad">changed</strong> : 'no change');

/** Whether what the version sees and says has changed since its baseline. */
export const DriftPanel = ({ version }: { version: string }) => {
  const found = useQuery({
    queryKey: ['models', version, 'drift'],
    queryFn: ({ signal }) => fetchJson<DriftReport>(`/models/${version}/drift`, { signal }),
  });
  const report = found.data;
  return (
    <section className="card">
      <h2>Drift</h2>
      {found.isPending ? <p role="status">Loading…</p> : null}
      {found.isError ? <ProblemNote error={found.error} onRetry={() => void found.refetch()} /> : null}
      {report === undefined ? null : (
        <>
          <p>
            {report.alarm.state === 'collecting'
              ? `Collecting: ${countOf(report.collected.predictions)} of ${countOf(report.collected.needed)} predictions as champion${report.baseline === null ? ', which then are the baseline' : ''}.`
              : report.alarm.raised
                ? `Changed: ${report.alarm.because.join(' ')}`
                : 'Watching: nothing has changed.'}{' '}
            {report.baseline === null
              ? ''
              : `The baseline: ${countOf(report.baseline.images)} images of ${report.baseline.from === 'commissioning' ? 'its commissioning' : 'its first predictions'}. Now: ${countOf(report.window.predictions)} predictions in ${report.window.days} days.`}
          </p>
          {report.figures.length === 0 ? null : (
            <DataTable
              caption="Population stability index against the baseline"
              isCaptionShown
              head={['', 'Index', 'By chance, at most', 'Limit', 'Verdict']}
              rows={report.figures.map(({ figure, psi, floor, limit, drifted }) => [
                NAMES[figure],
                figureOf(psi),
                figureOf(floor),
                figureOf(limit, 2),
                verdict(drifted),
              ])}
            />
          )}
          {report.shares.length === 0 ? null : (
            <DataTable
              caption="Shares of the answers"
              isCaptionShown
              head={['', 'Baseline', 'Now', 'Verdict']}
              rows={report.shares.map(({ share, baseline, now, drifted }) => [
                NAMES[share],
                estimateOf(baseline),
                estimateOf(now),
                verdict(drifted),
              ])}
            />
          )}
        </>
      )}
    </section>
  );
};
