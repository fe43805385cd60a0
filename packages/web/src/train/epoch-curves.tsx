import { useMemo } from 'react';
import { ChartFigure } from '../charts/chart-figure.tsx';
import { figureOf } from '../charts/format-figure.ts';
import { LineChart } from '../charts/line-chart.tsx';
import type { EpochPoint } from './use-epochs.ts';

interface EpochCurvesProps {
  points: readonly EpochPoint[];
  /** The epoch whose weights were kept. */
  bestEpoch?: number | undefined;
}

const UNIT = [0, 1] as const;

/** Loss, accuracy and AUC by epoch. */
export const EpochCurves = ({ points, bestEpoch }: EpochCurvesProps) => {
  const curves = useMemo(() => {
    const line = (name: string, pick: (point: EpochPoint) => number | null, isDashed = false) => ({
      name,
      values: points.map(pick),
      isDashed,
    });
    return {
      x: points.map(({ epoch }) => epoch),
      loss: [line('training', ({ loss }) => loss), line('validation', ({ validationLoss }) => validationLoss, true)],
      accuracy: [
        line('training', ({ accuracy }) => accuracy),
        line('validation', ({ validationAccuracy }) => validationAccuracy, true),
      ],
      auc: [
        line('training', ({ auc: ofTraining = null }) => ofTraining),
        line('validation', ({ validationAuc }) => validationAuc, true),
      ],
    };
  }, [points]);
  const last = points.at(-1);
  if (last === undefined) return <p className="quiet">The curves begin with the first epoch.</p>;
  const after = `After epoch ${last.epoch}`;
  const best = bestEpoch === undefined ? '' : ` Kept: epoch ${bestEpoch}.`;
  const loss = `${after}: training ${figureOf(last.loss)}, validation ${figureOf(last.validationLoss)}.${best}`;
  const accuracy = `${after}: training ${figureOf(last.accuracy)}, validation ${figureOf(last.validationAccuracy)}.${best}`;
  const auc = `${after}: training ${figureOf(last.auc)}, validation ${figureOf(last.validationAuc)}.${best}`;
  const legend = (
    <p className="legend small">
      <span className="key">training</span>
      <span className="key key-second">validation</span>
    </p>
  );
  return (
    <div className="chart-grid">
      <ChartFigure title="Loss" words={loss}>
        <LineChart label={`Loss by epoch. ${loss}`} x={curves.x} xName="epoch" lines={curves.loss} />
        {legend}
      </ChartFigure>
      <ChartFigure title="AUC" words={auc}>
        <LineChart label={`AUC by epoch. ${auc}`} x={curves.x} xName="epoch" lines={curves.auc} yRange={UNIT} />
        {legend}
      </ChartFigure>
      <ChartFigure title="Accuracy at 0.5" words={accuracy}>
        <LineChart
          label={`Accuracy by epoch. ${accuracy}`}
          x={curves.x}
          xName="epoch"
          lines={curves.accuracy}
          yRange={UNIT}
        />
        {legend}
      </ChartFigure>
    </div>
  );
};
