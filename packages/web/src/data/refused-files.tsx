import type { RejectedFile } from '@pneumo/shared/contracts';
import { DataTable } from '../charts/data-table.tsx';

const SHOWN = 50;

const placeOf = ({ ordinal, line }: RejectedFile): string =>
  line !== undefined ? `line ${line} of labels.csv` : ordinal === undefined ? '–' : `file ${ordinal}`;

/** Files and rows that are no part of the data set, and why. */
export const RefusedFiles = ({ rejected }: { rejected: readonly RejectedFile[] }) => (
  <section className="card">
    <h2>Refused</h2>
    {rejected.length === 0 ? (
      <p className="quiet">Every file and row was taken.</p>
    ) : (
      <DataTable
        caption={`Refused, ${Math.min(SHOWN, rejected.length)} of ${rejected.length}; names of files are hashes, places count from 1`}
        isCaptionShown
        head={['Place', 'Name', 'Why', 'Code']}
        rows={rejected
          .slice(0, SHOWN)
          .map((each) => [placeOf(each), each.sourceName, each.message, <code key="code">{each.code}</code>])}
      />
    )}
  </section>
);
