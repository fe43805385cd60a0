import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { type ChartColours, readChartColours } from './chart-colours.ts';

export interface Line {
  name: string;
  /** One per x; null where there is none yet. */
  values: readonly (number | null)[];
  /** In the second colour, too. */
  isDashed?: boolean;
}

interface LineChartProps {
  /** What a screen reader says in place of the picture. */
  label: string;
  x: readonly number[];
  /** Below the axis. */
  xName: string;
  lines: readonly Line[];
  /** The lowest and highest y; what the lines need where absent. */
  yRange?: readonly [number, number];
}

const HEIGHT_PX = 220;
const LABEL_FONT = '12px system-ui, sans-serif';

interface PlotShape {
  lines: readonly Line[];
  xName: string;
  yRange: LineChartProps['yRange'];
}

const optionsOf = ({ lines, xName, yRange }: PlotShape, colours: ChartColours): uPlot.Options => {
  const axis = { stroke: colours.text, grid: { stroke: colours.grid, width: 1 }, ticks: { stroke: colours.grid } };
  return {
    width: 300,
    height: HEIGHT_PX,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: { x: { time: false }, y: yRange === undefined ? {} : { range: [yRange[0], yRange[1]] } },
    axes: [
      { ...axis, space: 40, incrs: [1, 2, 5, 10, 20, 50, 100], label: xName, labelFont: LABEL_FONT, labelSize: 20 },
      { ...axis, size: 48 },
    ],
    series: [
      {},
      ...lines.map(({ name, isDashed = false }) => ({
        label: name,
        stroke: isDashed ? colours.second : colours.first,
        width: 2,
        points: { show: true, size: 5 },
        ...(isDashed ? { dash: [6, 4] } : {}),
      })),
    ],
  };
};

const dataOf = (x: readonly number[], lines: readonly Line[]): uPlot.AlignedData => [
  [...x],
  ...lines.map(({ values }) => [...values]),
];

/** One or two lines over a rising x, drawn by uPlot. It grows with its place, and changes colours with the page. */
export const LineChart = ({ label, x, xName, lines, yRange }: LineChartProps) => {
  const placeRef = useRef<HTMLDivElement>(null);
  const plotRef = useRef<uPlot | undefined>(undefined);
  const shape = JSON.stringify([lines.map(({ name, isDashed }) => [name, isDashed]), xName, yRange]);
  const latest = useRef({ x, xName, lines, yRange });
  latest.current = { x, xName, lines, yRange };

  // A plot is made anew where its shape changes, not its data
  useEffect(() => {
    const place = placeRef.current;
    if (place === null) return undefined;
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const draw = (): void => {
      plotRef.current?.destroy();
      const given = latest.current;
      const options = optionsOf(given, readChartColours(place));
      plotRef.current = new uPlot(options, dataOf(given.x, given.lines), place);
      fit();
    };
    const fit = (): void => {
      if (place.clientWidth > 0) plotRef.current?.setSize({ width: place.clientWidth, height: HEIGHT_PX });
    };
    const sizes = new ResizeObserver(fit);
    draw();
    sizes.observe(place);
    scheme.addEventListener('change', draw);
    return () => {
      sizes.disconnect();
      scheme.removeEventListener('change', draw);
      plotRef.current?.destroy();
      plotRef.current = undefined;
    };
  }, [shape]);

  useEffect(() => {
    plotRef.current?.setData(dataOf(x, lines));
  }, [x, lines]);

  return <div ref={placeRef} className="line-chart" role="img" aria-label={label} />;
};
