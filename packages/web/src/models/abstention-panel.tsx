import { DataTable } from '../charts/data-table.tsx';
import { estimateOf } from '../charts/format-figure.ts';
import { RiskCoveragePlot } from './risk-coverage-plot.tsx';
import type { AbstentionFigures, MetricName } from './version-metrics.ts';

const SHOWN: readonly (readonly [MetricName, string])[] = [
  ['auc', 'AUC'],
  ['sensitivity', 'Sensitivity'],
  ['specificity', 'Specificity'],
  ['accuracy', 'Accuracy'],
];

/** When it refuses to answer, whom that meets, and whether its figures are better for it. */
export const AbstentionPanel = ({ abstention }: { abstention: AbstentionFigures }) => {
  const { images, abstained, coverage, byClass, byReason, figures, riskCoverage } = abstention;
  const told = byReason.filter(({ first, holds }) => first > 0 || holds > 0);
  return (
    <section className="card">
      <h2>When it refuses to answer</h2>
      <p>
        On the sealed test it abstains on {abstained} of {images} images by the default policy: coverage{' '}
        {estimateOf(coverage)}.
      </p>
      <div className="chart-grid">
        <RiskCoveragePlot {...riskCoverage} />
        <div>
          <DataTable
            caption="Abstentions by class"
            isCaptionShown
            head={['Class', 'Images', 'Abstained', 'Share']}
            rows={byClass.map(({ label, images: all, abstained: some, share }) => [
              label,
              all,
              some,
              estimateOf(share),
            ])}
          />
          {told.length === 0 ? null : (
            <DataTable
              caption="Abstentions by reason; several can hold of one image"
              isCaptionShown
              head={['Reason', 'Told', 'Holds']}
              rows={told.map(({ reason, first, holds }) => [reason.replaceAll('_', ' '), first, holds])}
            />
          )}
        </div>
      </div>
      <DataTable
        caption="Refusing the hard ones shall not make it look better: the last column counts every refusal as wrong"
        isCaptionShown
        head={['', 'All answered', 'Of those it answers', 'Refusals counted as wrong']}
        rows={SHOWN.map(([name, shown]) => [
          shown,
          estimateOf(figures.all[name]),
          estimateOf(figures.answered[name]),
          name in figures.abstainedAsWrong ? estimateOf(figures.abstainedAsWrong[name]) : '–',
        ])}
      />
    </section>
  );
};
