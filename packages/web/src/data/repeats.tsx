import type { DatasetAudit, DuplicateFile } from '@pneumo/shared/contracts';
import { DataTable } from '../charts/data-table.tsx';

const SHOWN = 20;

interface RepeatsProps {
  audit: DatasetAudit;
  duplicates: readonly DuplicateFile[];
}

const acrossOf = (pair: DatasetAudit['nearDuplicates']['listed'][number]): string =>
  [pair.acrossSplits ? 'splits' : '', pair.acrossClasses ? 'classes' : '', pair.acrossPatients ? 'patients' : '']
    .filter((word) => word !== '')
    .join(', ') || '–';

/** Files that are the same, and pictures that nearly are. */
export const Repeats = ({ audit, duplicates }: RepeatsProps) => {
  const near = audit.nearDuplicates;
  return (
    <section className="card">
      <h2>Duplicates</h2>
      <p>
        {audit.duplicates.pixelIdentical === 0
          ? 'No picture is there twice.'
          : `${audit.duplicates.pixelIdentical} files hold the very pixels of another, ${audit.duplicates.byteIdentical} of them its very bytes; one of each is kept, none where classes disagree.`}{' '}
        {near.pairs === 0
          ? 'No two pictures nearly look the same.'
          : `${near.pairs} pairs nearly look the same: ${near.acrossSplits} across splits, ${near.acrossClasses} across classes, ${near.acrossPatients} across patients.`}
        {near.complete ? '' : ' Too many look alike to compare them all.'}
      </p>
      {duplicates.length === 0 ? null : (
        <DataTable
          caption={`Duplicates, ${Math.min(SHOWN, duplicates.length)} of ${duplicates.length}`}
          isCaptionShown
          head={['File', 'Kept as']}
          rows={duplicates
            .slice(0, SHOWN)
            .map(({ sourceName, keptAs }) => [sourceName, keptAs ?? 'none: classes differ'])}
        />
      )}
      {near.listed.length === 0 ? null : (
        <DataTable
          caption={`Near duplicates, ${Math.min(SHOWN, near.listed.length)} of ${near.pairs}`}
          isCaptionShown
          head={['First', 'Second', 'Correlation', 'Across']}
          rows={near.listed
            .slice(0, SHOWN)
            .map((pair) => [pair.first, pair.second, pair.similarity.toFixed(3), acrossOf(pair)])}
        />
      )}
    </section>
  );
};
