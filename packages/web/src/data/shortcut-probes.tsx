import type { DatasetAudit, ShortcutProbe } from '@pneumo/shared/contracts';
import { DataTable } from '../charts/data-table.tsx';
import { estimateOf, figureOf } from '../charts/format-figure.ts';
import { IntervalBar } from '../charts/interval-bar.tsx';

const leftOf = ({ left }: ShortcutProbe): string =>
  left === undefined
    ? 'is in the input'
    : `${estimateOf(left.auc, 2)}${left.readBack === null ? '' : `, read back with r = ${figureOf(left.readBack, 2)}`}`;

/** How well things that are no finding tell the classes apart. */
export const ShortcutProbes = ({ probes }: { probes: DatasetAudit['probes'] }) => {
  const bad = probes.results.filter(({ suspicious }) => suspicious);
  return (
    <section className="card">
      <h2>Shortcut check</h2>
      <p className={bad.length === 0 ? 'note' : 'note note-bad'}>
        {bad.length === 0
          ? `Nothing that is no finding tells the classes apart with an AUC over ${probes.suspiciousAbove}.`
          : `${bad.map(({ name }) => name).join(', ')} alone ${bad.length === 1 ? 'tells' : 'tell'} the classes apart with an AUC over ${probes.suspiciousAbove}: a network may learn that instead of the disease.`}
      </p>
      <DataTable
        caption="AUC of each probe, 0.5 being chance"
        head={['Probe', `AUC from 0.5 to 1, limit ${probes.suspiciousAbove}`, 'AUC', 'Left in the input', 'Verdict']}
        rows={probes.results.map((probe) => [
          <span key="name">
            {probe.name}
            <span className="quiet small probe-words">{probe.description}</span>
          </span>,
          <IntervalBar key="bar" estimate={probe.auc} limit={probes.suspiciousAbove} isBad={probe.suspicious} />,
          estimateOf(probe.auc, 2),
          leftOf(probe),
          probe.suspicious ? <strong className="is-bad">over the limit</strong> : 'below',
        ])}
      />
      <details>
        <summary className="small">How this is measured</summary>
        <p className="quiet small">{probes.method}</p>
      </details>
    </section>
  );
};
