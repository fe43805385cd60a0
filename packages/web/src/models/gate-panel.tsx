import { DataTable } from '../charts/data-table.tsx';
import { estimateOf } from '../charts/format-figure.ts';
import type { GateFigures } from './version-metrics.ts';

/** Whether it was better than the champion of its time, on images that neither was trained on. */
export const GatePanel = ({ gate }: { gate: GateFigures | null }) => (
  <section className="card">
    <h2>Gate</h2>
    {gate === null ? (
      <p>There was no champion to compare it with when it was made, or nothing to compare them on.</p>
    ) : (
      <>
        <p className={gate.better ? 'note' : 'note note-warn'}>{gate.reason}</p>
        <DataTable
          caption="Candidate minus champion, each at its own operating point"
          isCaptionShown
          head={['AUC', 'Sensitivity', 'Specificity', 'Images', 'Patients']}
          rows={[
            [
              estimateOf(gate.differences.auc),
              estimateOf(gate.differences.sensitivity),
              estimateOf(gate.differences.specificity),
              gate.images,
              gate.patients,
            ],
          ]}
        />
      </>
    )}
  </section>
);
