import type { ModelVersion } from '@pneumo/shared/contracts';
import { ChartFigure } from '../charts/chart-figure.tsx';
import { DataTable } from '../charts/data-table.tsx';
import { estimateOf, figureOf, percentOf } from '../charts/format-figure.ts';
import type { Evaluation } from './version-metrics.ts';

interface OperatingPointProps {
  model: ModelVersion;
  test: Evaluation;
}

/** The threshold, the rule that chose it, and what its answers are worth where pneumonia is rare or common. */
export const OperatingPoint = ({ model: { threshold }, test }: OperatingPointProps) => (
  <ChartFigure
    title={`Threshold ${figureOf(threshold.value, 4)}`}
    words={
      <>
        Rule: {threshold.rule}, chosen on the {threshold.chosenOn} split, where it gave sensitivity{' '}
        {figureOf(threshold.sensitivity)} and specificity {figureOf(threshold.specificity)}. {threshold.note}
      </>
    }
  >
    <DataTable
      caption="What an answer is worth, by prevalence"
      isCaptionShown
      head={['Prevalence', 'PPV', 'NPV']}
      rows={test.predictiveValues.map(({ prevalence, ppv, npv }) => [
        percentOf(prevalence),
        estimateOf(ppv),
        estimateOf(npv),
      ])}
    />
  </ChartFigure>
);
