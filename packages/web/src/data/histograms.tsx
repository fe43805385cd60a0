import type { AuditGroup, DatasetAudit, HistogramName } from '@pneumo/shared/contracts';
import { ClassHistogramChart } from '../charts/class-histogram-chart.tsx';
import { DataTable } from '../charts/data-table.tsx';

const NAMES: readonly (readonly [HistogramName, string])[] = [
  ['width', 'Width'],
  ['height', 'Height'],
  ['aspect', 'Aspect'],
  ['fileSize', 'Size of the file'],
  ['brightness', 'Brightness'],
];

const GROUPS = [
  ['ageBand', 'Age in years'],
  ['view', 'View'],
  ['device', 'Device'],
] as const;

const GroupTable = ({ title, group }: { title: string; group: AuditGroup }) => (
  <DataTable
    caption={`${title}, known of ${group.known} images`}
    isCaptionShown
    head={[title, 'Normal', 'Pneumonia']}
    rows={group.values.map(({ value, normal, pneumonia }) => [value, normal, pneumonia])}
  />
);

/** Sizes and brightness by class, and who is on the films where that is known. */
export const Histograms = ({ audit: { histograms, groups } }: { audit: DatasetAudit }) => (
  <section className="card">
    <h2>Sizes and brightness by class</h2>
    <div className="chart-grid">
      {NAMES.map(([name, title]) => (
        <ClassHistogramChart key={name} title={title} histogram={histograms[name]} />
      ))}
      {GROUPS.map(([name, title]) => {
        const group = groups?.[name];
        return group === undefined ? null : <GroupTable key={name} title={title} group={group} />;
      })}
    </div>
  </section>
);
