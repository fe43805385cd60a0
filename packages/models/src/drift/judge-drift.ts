import { DRIFT_FIGURES, type DriftFigure, type DriftSums, type Estimate } from '@pneumo/shared/contracts';
import { wilsonInterval } from '../metrics/wilson-interval.ts';
import { createRandom } from '../random/create-random.ts';
import { countBins, quantileBins } from './quantile-bins.ts';
import { stabilityFloor, stabilityIndex } from './stability-index.ts';
import { cellStart } from './value-grid.ts';

/** Above this a distribution counts as changed: the customary limit of the index. */
const PSI_LIMIT = 0.25;
/** A share that moved by less than this raises no alarm, however many predictions prove that it moved. */
const SHARE_LIMIT = 0.05;
const Z_99 = 2.5758293035489004;

export interface DriftedFigure {
  readonly figure: DriftFigure;
  readonly psi: number;
  /** What two samples of these sizes show by chance. */
  readonly floor: number;
  readonly limit: number;
  readonly drifted: boolean;
  /** Where bins begin, in the figure's unit; the first bin holds all below the first of them. */
  readonly binStarts: number[];
  readonly baseline: number[];
  readonly now: number[];
}

export interface DriftedShare {
  readonly share: 'abstention' | 'positives';
  /** With 99 % intervals; nulls where it was not looked for. */
  readonly baseline: Estimate;
  readonly now: Estimate;
  readonly limit: number;
  readonly drifted: boolean;
}

export interface DriftJudgement {
  readonly figures: readonly DriftedFigure[];
  readonly shares: readonly DriftedShare[];
  readonly because: readonly string[];
}

const NAMES: Record<DriftFigure | DriftedShare['share'], string> = {
  score: 'The scores',
  brightness: 'The brightness of the images',
  size: 'The size of the images',
  abstention: 'The abstention rate',
  positives: 'The share of positives',
};

const percent = (value: number | null): string => `${((value ?? 0) * 100).toFixed(1)} %`;

const judgeFigure = (figure: DriftFigure, baseline: DriftSums, now: DriftSums, seed: string): DriftedFigure => {
  const starts = quantileBins(baseline[figure]);
  const [before, after] = [countBins(starts, baseline[figure]), countBins(starts, now[figure])];
  const psi = stabilityIndex(before, after);
  const floor = stabilityFloor(before, now.predictions, createRandom(`${seed}:${figure}`));
  return {
    figure,
    psi,
    floor,
    limit: PSI_LIMIT,
    drifted: psi > PSI_LIMIT && psi > floor,
    binStarts: starts.map((cell) => cellStart(figure, cell)),
    baseline: before,
    now: after,
  };
};

const shareOf = (count: number | null, { predictions }: DriftSums): Estimate =>
  count === null
    ? { value: null, low: null, high: null }
    : { value: count / predictions, ...wilsonInterval(count, predictions, Z_99) };

const judgeShare = (
  share: DriftedShare['share'],
  key: 'abstained' | 'positives',
  baseline: DriftSums,
  now: DriftSums,
): DriftedShare => {
  const [before, after] = [shareOf(baseline[key], baseline), shareOf(now[key], now)];
  const areKnown = before.value !== null && after.value !== null;
  const apart = areKnown && (after.low! > before.high! || after.high! < before.low!);
  const drifted = apart && Math.abs(after.value! - before.value!) > SHARE_LIMIT;
  return { share, baseline: before, now: after, limit: SHARE_LIMIT, drifted };
};

/**
 * Compares predictions of now with those of the baseline, neither of them empty. A distribution has drifted when its index is above .25 and
 * above what chance shows; a share when the two 99 % intervals do not meet and it moved by more than .05.
 */
export function judgeDrift(baseline: DriftSums, now: DriftSums, seed: string): DriftJudgement {
  const figures = DRIFT_FIGURES.map((figure) => judgeFigure(figure, baseline, now, seed));
  const shares = [
    judgeShare('abstention', 'abstained', baseline, now),
    judgeShare('positives', 'positives', baseline, now),
  ];
  const because = [
    ...figures
      .filter(({ drifted }) => drifted)
      .map(
        ({ figure, psi, floor }) =>
          `${NAMES[figure]} changed: stability index ${psi.toFixed(2)}, where ${PSI_LIMIT} is the limit and chance gives up to ${floor.toFixed(2)}.`,
      ),
    ...shares
      .filter(({ drifted }) => drifted)
      .map(
        ({ share, baseline: before, now: after }) =>
          `${NAMES[share]} went from ${percent(before.value)} to ${percent(after.value)}.`,
      ),
  ];
  return { figures, shares, because };
}
