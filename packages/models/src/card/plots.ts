import type { ReliabilityBin } from '../metrics/reliability.ts';
import type { RocPoint } from '../metrics/roc.ts';

const SIZE = 320;
const MARGIN = 44;
const SIDE = SIZE - MARGIN - 16;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

const x = (share: number): string => (MARGIN + share * SIDE).toFixed(1);
const y = (share: number): string => (16 + (1 - share) * SIDE).toFixed(1);

/** The ROC curve as a picture of its own, light or dark by the page that shows it. */
export function rocSvg(points: readonly RocPoint[] | null): string {
  const curve = (points ?? []).map((point) => `${x(point.falsePositiveRate)},${y(point.truePositiveRate)}`).join(' ');
  return frame(
    'ROC curve',
    '1 - specificity',
    'sensitivity',
    points === null ? note('Not defined: one class is missing.') : `<polyline class="line" points="${curve}"/>`,
  );
}

/** What was said against what was seen, with Wilson intervals; the size of a dot tells the images of its bin. */
export function reliabilitySvg(bins: readonly ReliabilityBin[]): string {
  const all = bins.reduce((sum, { images }) => sum + images, 0);
  const dots = bins.flatMap(({ said, seen, images }) => {
    if (said === null || seen.value === null) return [];
    const radius = 2 + 8 * Math.sqrt(images / all);
    const bar =
      seen.low === null || seen.high === null
        ? ''
        : `<line class="bar" x1="${x(said)}" x2="${x(said)}" y1="${y(seen.low)}" y2="${y(seen.high)}"/>`;
    return [`${bar}<circle class="dot" cx="${x(said)}" cy="${y(seen.value)}" r="${radius.toFixed(1)}"/>`];
  });
  return frame('Reliability', 'probability said', 'share with pneumonia', dots.join(''));
}

function note(words: string): string {
  return `<text x="${x(0.5)}" y="${y(0.5)}" text-anchor="middle">${words}</text>`;
}

function frame(title: string, horizontal: string, vertical: string, inside: string): string {
  const ticks = TICKS.map(
    (tick) =>
      `<text x="${x(tick)}" y="${SIZE - 26}" text-anchor="middle">${tick}</text><text x="${MARGIN - 6}" y="${y(tick)}" text-anchor="end" dominant-baseline="middle">${tick}</text>`,
  ).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE} ${SIZE}" width="${SIZE}" height="${SIZE}" role="img" aria-label="${title}">
<title>${title}</title>
<style>text{font:11px sans-serif;fill:#555}.frame{fill:none;stroke:#999}.even{stroke:#999;stroke-dasharray:4 4}.line{fill:none;stroke:#1f6feb;stroke-width:2}.bar{stroke:#1f6feb}.dot{fill:#1f6feb;fill-opacity:.6}@media(prefers-color-scheme:dark){text{fill:#bbb}}</style>
<rect class="frame" x="${x(0)}" y="${y(1)}" width="${SIDE}" height="${SIDE}"/>
<line class="even" x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}"/>
${ticks}<text x="${x(0.5)}" y="${SIZE - 8}" text-anchor="middle">${horizontal}</text><text transform="translate(12 ${y(0.5)}) rotate(-90)" text-anchor="middle">${vertical}</text>
${inside}
</svg>
`;
}
