import { Link } from '@tanstack/react-router';
import { DataTable } from '../charts/data-table.tsx';
import { countOf } from '../charts/format-figure.ts';
import { timeOf } from '../parts/figures.ts';
import { PageHead } from '../parts/page-head.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { ArchiveUpload } from './archive-upload.tsx';
import { useDatasets } from './use-datasets.ts';

/** The list of data sets, and the way to a new one. */
export const DatasetsPage = () => {
  const found = useDatasets();
  return (
    <>
      <PageHead title="Data" />
      <ArchiveUpload />
      <section className="card">
        <h2>Data sets</h2>
        {found.isPending ? <p role="status">Loading the data sets…</p> : null}
        {found.isError ? <ProblemNote error={found.error} onRetry={() => void found.refetch()} /> : null}
        {found.data?.datasets.length === 0 ? (
          <p className="empty">There is no data set yet. Upload a zip with a folder per class: NORMAL and PNEUMONIA.</p>
        ) : null}
        {found.data === undefined || found.data.datasets.length === 0 ? null : (
          <DataTable
            caption="Data sets, newest first"
            head={['Name', 'Images', 'Patients', 'Refused', 'Duplicates', 'Warnings', 'Made']}
            rows={found.data.datasets.map(
              ({ id, name, images, patients, rejectedCount, duplicateCount, warnings, createdAt }) => [
                <Link key="link" to="/data/$datasetId" params={{ datasetId: id }}>
                  {name}
                </Link>,
                countOf(images),
                countOf(patients),
                rejectedCount,
                duplicateCount,
                warnings.length,
                timeOf(createdAt),
              ],
            )}
          />
        )}
      </section>
    </>
  );
};
