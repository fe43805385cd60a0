import { ChartFigure } from '../charts/chart-figure.tsx';
import { DataTable } from '../charts/data-table.tsx';
import { estimateOf, figureOf, percentOf } from '../charts/format-figure.ts';
import { UnitPlot } from '../charts/unit-plot.tsx';
import type { RiskPoint } from './version-metrics.ts';

interface RiskCoveragePlotProps {
  byUnusualness: readonly RiskPoint[];
  byCloseness: readonly RiskPoint[];
}

const COVERAGES = [0.5, 0.6, 0.7, 0.8, 0.9, 1] as const;
const STEPS = [0.05, 0.1, 0.2, 0.4, 1] as const;
const PARTS = [0, 0.2, 0.4, 0.6, 0.8, 1] as const;
const TITLE = 'Risk and coverage, sealed test';

/** How often answers are wrong where the rest is refused. */
export const RiskCoveragePlot = ({ byUnusualness, byCloseness }: RiskCoveragePlotProps) => {
  const all = [...byUnusualness, ...byCloseness];
  const highest = Math.max(0, ...all.map(({ risk }) => risk.high ?? risk.value ?? 0));
  const top = STEPS.find((step) => step >= highest) ?? 1;
  const half = byUnusualness.find(({ coverage }) => coverage === 0.5);
  const halfClose = byCloseness.find(({ coverage }) => coverage === 0.5);
  const words = `Wrong answers with all answered: ${figureOf(byUnusualness[0]?.risk.value)}; with half refused as unusual ${figureOf(half?.risk.value)}, as close to the threshold ${figureOf(halfClose?.risk.value)}.`;
  return (
    <ChartFigure
      title={TITLE}
      words={`${words} The band is the 95 % interval of the solid line.`}
      table={
        <DataTable
          caption={TITLE}
          head={['Answered', 'Images', 'Wrong, unusual refused', 'Wrong, close to the threshold refused']}
          rows={byUnusualness.map(({ coverage, images, risk }) => [
            percentOf(coverage),
            images,
            estimateOf(risk),
            estimateOf(byCloseness.find((point) => point.coverage === coverage)?.risk),
          ])}
        />
      }
    >
      <UnitPlot
        label={`Risk-coverage curves. ${words}`}
        xName="share answered"
        yName="share wrong"
        xTicks={COVERAGES}
        yTicks={PARTS.map((part) => Number((part * top).toPrecision(3)))}
      >
        {({ x, y }) => {
          const line = (points: readonly RiskPoint[], end: 'value' | 'low' | 'high') =>
            points.flatMap(({ coverage, risk }) => {
              const risky = risk[end];
              return risky === null ? [] : [`${x(coverage)},${y(risky)}`];
            });
          return (
            <>
              <polygon
                className="plot-band"
                points={[...line(byUnusualness, 'high'), ...line(byUnusualness, 'low').reverse()].join(' ')}
              />
              <polyline className="plot-line" points={line(byUnusualness, 'value').join(' ')} />
              <polyline className="plot-line-second" points={line(byCloseness, 'value').join(' ')} />
            </>
          );
        }}
      </UnitPlot>
      <p className="legend small">
        <span className="key">refusing the unusual first</span>
        <span className="key key-second">refusing the close ones first</span>
      </p>
    </ChartFigure>
  );
};
