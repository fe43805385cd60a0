import type { Comparison } from './compare.ts';

const SIZE = { width: 640, height: 300 };
const FRAME = { left: 64, top: 34, right: 16, bottom: 44 };
const COLOURS = { measured: '#1f5f8b', simulated: '#b4531f', line: '#8a8a8a', text: '#333333' };

const text = (x: number, y: number, words: string, anchor = 'middle'): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" font-family="sans-serif" font-size="12" fill="${COLOURS.text}">${words}</text>`;

/** p95 and p50 over the load, measured (discs) and simulated (rings), on a logarithmic scale; its words say the figures. */
export const drawComparison = (comparisons: readonly Comparison[]): string => {
  const loads = comparisons.flatMap(({ loads: all }) => all);
  const most = Math.max(...loads.map(({ load }) => load.asked)) * 1.08;
  const values = loads.flatMap(({ load, simulated }) => [
    load.answers.p50,
    load.answers.p95,
    simulated.p50,
    simulated.p95,
  ]);
  const low = Math.min(...values) / 1.3;
  const high = Math.max(...values) * 1.3;
  const x = (asked: number): number => FRAME.left + (asked / most) * (SIZE.width - FRAME.left - FRAME.right);
  const y = (ms: number): number =>
    SIZE.height - FRAME.bottom - (Math.log(ms / low) / Math.log(high / low)) * (SIZE.height - FRAME.top - FRAME.bottom);
  const marks = loads.flatMap(({ load, simulated }) =>
    (['p50', 'p95'] as const).flatMap((figure) => {
      const at = x(load.asked);
      const [real, model] = [y(load.answers[figure]), y(simulated[figure])];
      return [
        `<line x1="${at.toFixed(1)}" y1="${real.toFixed(1)}" x2="${at.toFixed(1)}" y2="${model.toFixed(1)}" stroke="${COLOURS.line}"/>`,
        `<circle cx="${at.toFixed(1)}" cy="${real.toFixed(1)}" r="4" fill="${COLOURS.measured}"/>`,
        `<circle cx="${at.toFixed(1)}" cy="${model.toFixed(1)}" r="4" fill="none" stroke="${COLOURS.simulated}" stroke-width="2"/>`,
      ];
    }),
  );
  const ticksMs = [20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000].filter((ms) => ms > low && ms < high);
  const ticksLoad = Array.from({ length: Math.floor(most / 5) + 1 }, (_, index) => index * 5);
  const [axisX, axisY] = [FRAME.left, SIZE.height - FRAME.bottom];
  const words = loads
    .map(
      ({ load, simulated }) =>
        `at ${load.asked.toFixed(1)} per second p50 ${load.answers.p50.toFixed(0)} measured, ${simulated.p50.toFixed(0)} simulated, p95 ${load.answers.p95.toFixed(0)} and ${simulated.p95.toFixed(0)} ms`,
    )
    .join('; ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-labelledby="title words">
<title id="title">Time of an answer over the load, measured and simulated</title>
<desc id="words">${words}.</desc>
<rect width="${SIZE.width}" height="${SIZE.height}" fill="#ffffff"/>
<line x1="${axisX}" y1="${FRAME.top}" x2="${axisX}" y2="${axisY}" stroke="${COLOURS.line}"/>
<line x1="${axisX}" y1="${axisY}" x2="${SIZE.width - FRAME.right}" y2="${axisY}" stroke="${COLOURS.line}"/>
${ticksMs.map((ms) => text(axisX - 6, y(ms) + 4, String(ms), 'end')).join('\n')}
${ticksLoad.map((asked) => text(x(asked), axisY + 18, String(asked))).join('\n')}
${text((axisX + SIZE.width) / 2, SIZE.height - 8, 'predictions asked for per second')}
${text(8, 18, 'ms, p50 below and p95 above; disc: measured, ring: simulated', 'start')}
${marks.join('\n')}
</svg>
`;
};
