import type { ReactNode } from 'react';

const WIDTH = 320;
const HEIGHT = 300;
const LEFT = 46;
const TOP = 10;
const RIGHT = 14;
const BOTTOM = 44;

/** From data to the picture's own coordinates. */
export interface PlotScale {
  x: (value: number) => number;
  y: (value: number) => number;
}

interface UnitPlotProps {
  /** What a screen reader says in place of the picture. */
  label: string;
  xName: string;
  yName: string;
  /** Default 0 to 1. */
  xTicks?: readonly number[];
  yTicks?: readonly number[];
  children: (scale: PlotScale) => ReactNode;
}

const QUARTERS = [0, 0.25, 0.5, 0.75, 1] as const;

/** A framed plane for two figures, its ends the first and last tick of each. */
export const UnitPlot = ({ label, xName, yName, xTicks = QUARTERS, yTicks = QUARTERS, children }: UnitPlotProps) => {
  const along = (ticks: readonly number[], value: number): number => {
    const [first = 0] = ticks;
    const last = ticks.at(-1) ?? 1;
    return (value - first) / (last - first);
  };
  const scale: PlotScale = {
    x: (value) => LEFT + along(xTicks, value) * (WIDTH - LEFT - RIGHT),
    y: (value) => HEIGHT - BOTTOM - along(yTicks, value) * (HEIGHT - TOP - BOTTOM),
  };
  const right = WIDTH - RIGHT;
  const bottom = HEIGHT - BOTTOM;
  return (
    <svg className="plot" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <g className="plot-frame">
        {yTicks.map((tick) => (
          <g key={tick}>
            <line x1={LEFT} x2={right} y1={scale.y(tick)} y2={scale.y(tick)} />
            <text x={LEFT - 6} y={scale.y(tick)} textAnchor="end" dominantBaseline="middle">
              {tick}
            </text>
          </g>
        ))}
        {xTicks.map((tick) => (
          <g key={tick}>
            <line x1={scale.x(tick)} x2={scale.x(tick)} y1={TOP} y2={bottom} />
            <text x={scale.x(tick)} y={bottom + 15} textAnchor="middle">
              {tick}
            </text>
          </g>
        ))}
        <text x={(LEFT + right) / 2} y={HEIGHT - 8} textAnchor="middle">
          {xName}
        </text>
        <text transform={`translate(12 ${(TOP + bottom) / 2}) rotate(-90)`} textAnchor="middle">
          {yName}
        </text>
      </g>
      {children(scale)}
    </svg>
  );
};
