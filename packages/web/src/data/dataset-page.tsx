import { Link } from '@tanstack/react-router';
import { countOf } from '../charts/format-figure.ts';
import { VersionLink } from '../models/version-link.tsx';
import { timeOf } from '../parts/figures.ts';
import { PageHead } from '../parts/page-head.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { AuditPictures } from './audit-pictures.tsx';
import { DeleteDataset } from './delete-dataset.tsx';
import { Histograms } from './histograms.tsx';
import { RefusedFiles } from './refused-files.tsx';
import { Repeats } from './repeats.tsx';
import { ShortcutProbes } from './shortcut-probes.tsx';
import { SplitTable } from './split-table.tsx';
import { useDataset } from './use-datasets.ts';

const SHOWN_WARNINGS = 3;

const Warnings = ({ warnings }: { warnings: readonly string[] }) => {
  const more = warnings.slice(SHOWN_WARNINGS);
  const note = (warning: string) => (
    <p key={warning} className="note note-warn">
      {warning}
    </p>
  );
  return (
    <>
      {warnings.slice(0, SHOWN_WARNINGS).map(note)}
      {more.length === 0 ? null : (
        <details>
          <summary>{more.length} more warnings</summary>
          {more.map(note)}
        </details>
      )}
    </>
  );
};

/** One data set: what it holds, and what its audit found before anybody trains on it. */
export const DatasetPage = ({ datasetId }: { datasetId: string }) => {
  const found = useDataset(datasetId);
  const dataset = found.data;
  return (
    <>
      <p>
        <Link to="/data">All data sets</Link>
      </p>
      <PageHead title={dataset?.name ?? datasetId}>
        <Link to="/train" search={{ dataset: datasetId }} className="button primary">
          Train on it
        </Link>
      </PageHead>
      {found.isPending ? <p role="status">Loading the data set…</p> : null}
      {found.isError ? <ProblemNote error={found.error} onRetry={() => void found.refetch()} /> : null}
      {dataset === undefined ? null : (
        <>
          <p className="quiet">
            <span className="mono">{dataset.id}</span>, {countOf(dataset.images)} images of {countOf(dataset.patients)}{' '}
            patients, made {timeOf(dataset.createdAt)} with split seed {dataset.seed}.
          </p>
          <Warnings warnings={dataset.warnings} />
          <SplitTable dataset={dataset} />
          {dataset.audit === undefined ? (
            <p className="note">This data set was imported without an audit. Import it again to have one.</p>
          ) : (
            <>
              <ShortcutProbes probes={dataset.audit.probes} />
              <AuditPictures datasetId={dataset.id} pictures={dataset.audit.pictures} />
              <Histograms audit={dataset.audit} />
              <Repeats audit={dataset.audit} duplicates={dataset.duplicates} />
            </>
          )}
          <RefusedFiles rejected={dataset.rejected} />
          <section className="card">
            <h2>Looks at the sealed test</h2>
            {dataset.testLooks.count === 0 ? (
              <p className="quiet">No version was judged on it yet.</p>
            ) : (
              <>
                <p className="quiet">The more versions look, the less a good figure on it means.</p>
                <ol>
                  {dataset.testLooks.versions.map((version) => (
                    <li key={version}>
                      <VersionLink version={version} />
                    </li>
                  ))}
                </ol>
              </>
            )}
          </section>
          <DeleteDataset dataset={dataset} />
        </>
      )}
    </>
  );
};
