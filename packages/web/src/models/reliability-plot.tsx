import { ChartFigure } from '../charts/chart-figure.tsx';
import { DataTable } from '../charts/data-table.tsx';
import { estimateOf, figureOf } from '../charts/format-figure.ts';
import { UnitPlot } from '../charts/unit-plot.tsx';
import type { ReliabilityBin } from './version-metrics.ts';

interface ReliabilityPlotProps {
  title: string;
  bins: readonly ReliabilityBin[];
  words: string;
}

/** What was said against what was seen; the size of a dot tells how many images it stands for. */
export const ReliabilityPlot = ({ title, bins, words }: ReliabilityPlotProps) => {
  const all = bins.reduce((sum, { images }) => sum + images, 0);
  const filled = bins.filter(({ images }) => images > 0);
  return (
    <ChartFigure
      title={title}
      words={`${words} On the dashed line, what is said is what is seen; bars are 95 % intervals.`}
      table={
        <DataTable
          caption={title}
          head={['Probability said', 'Images', 'Mean said', 'Share with pneumonia']}
          rows={filled.map(({ from, to, images, said, seen }) => [
            `${figureOf(from, 1)} to ${figureOf(to, 1)}`,
            images,
            figureOf(said),
            estimateOf(seen),
          ])}
        />
      }
    >
      <UnitPlot
        label={`Reliability diagram over ${filled.length} bins. ${words}`}
        xName="probability said"
        yName="share with pneumonia"
      >
        {({ x, y }) => (
          <>
            <line className="plot-even" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
            {filled.map(({ from, images, said, seen }) =>
              said === null || seen.value === null ? null : (
                <g key={from}>
                  {seen.low === null || seen.high === null ? null : (
                    <line className="plot-whisker" x1={x(said)} x2={x(said)} y1={y(seen.low)} y2={y(seen.high)} />
                  )}
                  <circle className="plot-dot" cx={x(said)} cy={y(seen.value)} r={2.5 + 8 * Math.sqrt(images / all)} />
                </g>
              ),
            )}
          </>
        )}
      </UnitPlot>
    </ChartFigure>
  );
};
