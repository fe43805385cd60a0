import { DataTable } from '../charts/data-table.tsx';
import { estimateOf, figureOf, percentOf } from '../charts/format-figure.ts';
import type { MetricName, VersionMetrics } from './version-metrics.ts';

const NAMES: readonly (readonly [MetricName, string])[] = [
  ['auc', 'AUC'],
  ['sensitivity', 'Sensitivity'],
  ['specificity', 'Specificity'],
  ['ppv', 'PPV, at this split’s prevalence'],
  ['npv', 'NPV, at this split’s prevalence'],
  ['f1', 'F1'],
  ['accuracy', 'Accuracy'],
  ['brier', 'Brier score (lower is better)'],
];

type Baseline = Partial<Record<MetricName, unknown>>;

/** A baseline's figure; only some of them come with an interval. */
const baselineOf = (baseline: Baseline | null, name: MetricName): string => {
  const value = baseline?.[name];
  if (typeof value === 'number') return figureOf(value);
  return typeof value === 'object' && value !== null && 'value' in value && typeof value.value === 'number'
    ? figureOf(value.value)
    : '–';
};

/** Both splits beside what needs no network at all. */
export const FiguresTable = ({ metrics: { validation, test, baselines, look } }: { metrics: VersionMetrics }) => (
  <>
    <DataTable
      caption="Figures with 95 % intervals, beside naive baselines"
      head={['', 'Sealed test', `Test: always ${baselines.majority.label}`, 'Test: 8×8 thumbnail', 'Validation']}
      rows={NAMES.map(([name, shown]) => [
        shown,
        <strong key="test">{estimateOf(test.metrics[name])}</strong>,
        baselineOf(baselines.majority, name),
        baselineOf(baselines.thumbnail, name),
        estimateOf(validation.metrics[name]),
      ])}
    />
    <p className="quiet small">
      95 % intervals in brackets, by patient. Sealed test: {test.images} images of {test.patients} patients,{' '}
      {percentOf(test.positives / test.images, 0)} with pneumonia. Validation chose the epoch, so its figures are
      optimistic. {look === undefined ? '' : `This was look ${look.number} at this sealed test.`}
    </p>
    {test.subtypes.length === 0 ? null : (
      <DataTable
        caption="Sensitivity by subtype, sealed test"
        isCaptionShown
        head={['Subtype', 'Images', 'Patients', 'Sensitivity']}
        rows={test.subtypes.map(({ subtype, images, patients, sensitivity }) => [
          subtype,
          images,
          patients,
          estimateOf(sensitivity),
        ])}
      />
    )}
  </>
);
