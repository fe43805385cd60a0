import type { Estimate } from '@pneumo/shared/contracts';
import { ChartFigure } from '../charts/chart-figure.tsx';
import { DataTable } from '../charts/data-table.tsx';
import { estimateOf, figureOf } from '../charts/format-figure.ts';
import { UnitPlot } from '../charts/unit-plot.tsx';
import type { RocPoint } from './version-metrics.ts';

interface RocPlotProps {
  title: string;
  roc: readonly RocPoint[] | null;
  auc: Estimate;
  /** The operating point. */
  at: { sensitivity: Estimate; specificity: Estimate };
}

/** The ROC curve with the operating point on it. */
export const RocPlot = ({ title, roc, auc, at }: RocPlotProps) => {
  if (roc === null) {
    return (
      <ChartFigure title={title}>
        <p>Not defined: one class is missing.</p>
      </ChartFigure>
    );
  }
  const { sensitivity, specificity } = at;
  const words = `AUC ${estimateOf(auc)}. At the threshold: sensitivity ${figureOf(sensitivity.value)}, specificity ${figureOf(specificity.value)}.`;
  return (
    <ChartFigure
      title={title}
      words={`${words} The dot is the operating point; the dashed line is chance.`}
      table={
        <DataTable
          caption={title}
          head={['Threshold', 'Sensitivity', 'Specificity']}
          rows={roc.map(({ threshold, falsePositiveRate, truePositiveRate }) => [
            threshold === null ? 'above all' : figureOf(threshold, 4),
            figureOf(truePositiveRate),
            figureOf(1 - falsePositiveRate),
          ])}
        />
      }
    >
      <UnitPlot label={`ROC curve. ${words}`} xName="1 − specificity" yName="sensitivity">
        {({ x, y }) => (
          <>
            <line className="plot-even" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
            <polyline
              className="plot-line"
              points={roc.map((point) => `${x(point.falsePositiveRate)},${y(point.truePositiveRate)}`).join(' ')}
            />
            {sensitivity.value === null || specificity.value === null ? null : (
              <circle className="plot-mark" cx={x(1 - specificity.value)} cy={y(sensitivity.value)} r="5.5" />
            )}
          </>
        )}
      </UnitPlot>
    </ChartFigure>
  );
};
