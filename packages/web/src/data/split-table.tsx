import { type DatasetDetail, SPLITS } from '@pneumo/shared/contracts';
import { ClassLegend } from '../charts/class-legend.tsx';
import { DataTable } from '../charts/data-table.tsx';
import { countOf, percentOf } from '../charts/format-figure.ts';

const USES: Readonly<Record<string, string>> = {
  train: 'fits the weights',
  validation: 'chooses the epoch',
  calibration: 'fits probability and threshold',
  gate: 'compares with the champion',
  test: 'sealed: reports, and chooses nothing',
};

/** A bar of both classes; the numbers stand beside it. */
const ClassBar = ({ normal, pneumonia, most }: { normal: number; pneumonia: number; most: number }) => (
  <svg className="class-bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden>
    <rect className="fill-normal" x="0" y="0" height="12" width={(100 * normal) / most} />
    <rect className="fill-pneumonia" x={(100 * normal) / most} y="0" height="12" width={(100 * pneumonia) / most} />
  </svg>
);

/** Images and patients of each split, by class. A patient is in one split only. */
export const SplitTable = ({ dataset }: { dataset: DatasetDetail }) => {
  const { splits, audit, hasPublishedTest } = dataset;
  const names = SPLITS.filter((split) => splits[split] !== undefined);
  const most = Math.max(1, ...names.map((split) => splits[split]?.images ?? 0));
  return (
    <section className="card">
      <h2>Classes and split by patient</h2>
      <DataTable
        caption="Images and patients by split and class"
        head={['Split', 'Classes', 'Images', 'Patients', 'Normal', 'Pneumonia', 'Prevalence', 'What for']}
        rows={names.flatMap((split) => {
          const counts = splits[split];
          if (counts === undefined) return [];
          const { images, patients, normal, pneumonia } = counts;
          return [
            [
              split,
              <ClassBar key="bar" normal={normal} pneumonia={pneumonia} most={most} />,
              countOf(images),
              countOf(patients),
              countOf(normal),
              countOf(pneumonia),
              images === 0 ? '–' : percentOf(pneumonia / images),
              USES[split] ?? '',
            ],
          ];
        })}
      />
      <ClassLegend />
      {audit === undefined ? null : (
        <p className="quiet small">
          Labels from {audit.labelsFrom}. {audit.imagesPerPatient.mean.toFixed(1)} images per patient on average, at
          most {audit.imagesPerPatient.max}.{' '}
          {audit.patientsInSeveralSplits === 0
            ? 'No patient is in two splits.'
            : `${audit.patientsInSeveralSplits} patients are in several splits.`}{' '}
          {hasPublishedTest ? 'The published test set is the sealed one.' : ''}
        </p>
      )}
    </section>
  );
};
