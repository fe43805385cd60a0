import type { ClassHistogram } from '@pneumo/shared/contracts';
import { ChartFigure } from './chart-figure.tsx';
import { ClassLegend } from './class-legend.tsx';
import { DataTable } from './data-table.tsx';

const WIDTH = 320;
const HEIGHT = 130;
const BASE = 112;
const GAP_SHARE = 0.12;

interface ClassHistogramChartProps {
  title: string;
  histogram: ClassHistogram;
}

const numberOf = (value: number): string =>
  Number(value.toPrecision(4)).toLocaleString('en', { maximumFractionDigits: 2 });

/** Where the images of a class lie, in words. */
const centreOf = (counts: readonly number[], edges: readonly number[]): string => {
  const all = counts.reduce((sum, count) => sum + count, 0);
  let below = 0;
  for (const [bin, count] of counts.entries()) {
    below += count;
    if (below * 2 >= all && all > 0) return numberOf(((edges[bin] ?? 0) + (edges[bin + 1] ?? 0)) / 2);
  }
  return 'unknown';
};

/** Two classes over the same bins, beside each other. */
export const ClassHistogramChart = ({ title, histogram }: ClassHistogramChartProps) => {
  const { edges, unit, normal, pneumonia } = histogram;
  const first = edges[0] ?? 0;
  const last = edges.at(-1) ?? 0;
  const most = Math.max(1, ...normal, ...pneumonia);
  if (first === last) {
    return (
      <ChartFigure title={title}>
        <p className="quiet small">
          All images of both classes: {numberOf(first)} {unit}.
        </p>
      </ChartFigure>
    );
  }
  const binWidth = WIDTH / normal.length;
  const bars = (counts: readonly number[], place: 0 | 1) =>
    counts.map((count, bin) => {
      const height = (count / most) * (BASE - 4);
      const width = (binWidth * (1 - GAP_SHARE)) / 2;
      const x = bin * binWidth + binWidth * (GAP_SHARE / 2) + place * width;
      return <rect key={bin} x={x} y={BASE - height} width={width} height={height} />;
    });
  const label = `${title}: from ${numberOf(first)} to ${numberOf(last)} ${unit}; middle of the normal images about ${centreOf(normal, edges)}, of those with pneumonia about ${centreOf(pneumonia, edges)}`;
  return (
    <ChartFigure
      title={title}
      table={
        <DataTable
          caption={`${title} by class`}
          head={[unit, 'normal', 'pneumonia']}
          rows={normal.map((count, bin) => [
            `${numberOf(edges[bin] ?? 0)} to ${numberOf(edges[bin + 1] ?? 0)}`,
            count,
            pneumonia[bin] ?? 0,
          ])}
        />
      }
    >
      <svg className="plot" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
        <g className="fill-normal">{bars(normal, 0)}</g>
        <g className="fill-pneumonia">{bars(pneumonia, 1)}</g>
        <g className="plot-frame">
          <line x1="0" x2={WIDTH} y1={BASE} y2={BASE} />
          <text x="0" y={HEIGHT - 4}>
            {numberOf(first)}
          </text>
          <text x={WIDTH / 2} y={HEIGHT - 4} textAnchor="middle">
            {unit}
          </text>
          <text x={WIDTH} y={HEIGHT - 4} textAnchor="end">
            {numberOf(last)}
          </text>
        </g>
      </svg>
      <ClassLegend />
    </ChartFigure>
  );
};
