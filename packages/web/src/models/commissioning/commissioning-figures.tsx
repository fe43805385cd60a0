import type { CommissioningDetail } from '@pneumo/shared/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { fetchJson } from '../../api/fetch-json.ts';
import { DataTable } from '../../charts/data-table.tsx';
import { estimateOf } from '../../charts/format-figure.ts';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { RocPlot } from '../roc-plot.tsx';

const GROUPS = [
  ['ageBand', 'Age'],
  ['view', 'View'],
  ['device', 'Device'],
] as const;

const Figures = ({ id }: { id: string }) => {
  const found = useQuery({
    queryKey: ['commissionings', id],
    queryFn: ({ signal }) => fetchJson<CommissioningDetail>(`/commissionings/${id}`, { signal }),
  });
  if (found.isPending) return <p role="status">Loading…</p>;
  if (found.isError) return <ProblemNote error={found.error} onRetry={() => void found.refetch()} />;
  const { overall, groups } = found.data;
  const rows = GROUPS.flatMap(([key, name]) =>
    groups[key].map(({ value, figures }) => [
      `${name}: ${value}`,
      figures.images,
      figures.patients,
      estimateOf(figures.auc),
      estimateOf((figures.atSiteThreshold ?? figures.atVersionThreshold).sensitivity),
      estimateOf((figures.atSiteThreshold ?? figures.atVersionThreshold).specificity),
    ]),
  );
  return (
    <div className="chart-grid">
      <RocPlot
        title="ROC curve on these films"
        roc={overall.roc}
        auc={overall.auc}
        at={overall.atSiteThreshold ?? overall.atVersionThreshold}
      />
      {rows.length === 0 ? (
        <p className="quiet">The data set tells no age, view or device: there are no figures by group.</p>
      ) : (
        <DataTable
          caption="By age, view and device"
          isCaptionShown
          head={['Group', 'Images', 'Patients', 'AUC', 'Sensitivity', 'Specificity']}
          rows={rows}
        />
      )}
    </div>
  );
};

/** Curve and groups of a commissioning, read when they are wanted. */
export const CommissioningFigures = ({ id }: { id: string }) => {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Curve, and figures by age, view and device</summary>
      {isOpen ? <Figures id={id} /> : null}
    </details>
  );
};
