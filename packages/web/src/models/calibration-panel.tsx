import type { ModelVersion } from '@pneumo/shared/contracts';
import { DataTable } from '../charts/data-table.tsx';
import { estimateOf, figureOf, percentOf } from '../charts/format-figure.ts';
import { ReliabilityPlot } from './reliability-plot.tsx';
import type { Evaluation } from './version-metrics.ts';

interface CalibrationPanelProps {
  model: ModelVersion;
  test: Evaluation;
}

/** Whether a probability of this version means what it says. */
export const CalibrationPanel = ({ model: { calibration }, test }: CalibrationPanelProps) => {
  const { calibration: after, uncalibrated } = test;
  const { value, samplingFloor } = after.error;
  const isOff = value !== null && samplingFloor !== null && value > 2 * samplingFloor;
  const rows = [
    ...(uncalibrated === undefined ? [] : [['before', uncalibrated.brier, uncalibrated] as const]),
    ['after', test.metrics.brier, after] as const,
  ];
  return (
    <section className="card">
      <h2>Calibration</h2>
      {isOff ? (
        <p className="note note-warn">
          On the sealed test its probabilities are off by {figureOf(value)} on average, where a perfect model would show{' '}
          {figureOf(samplingFloor)} by chance: read them as a rank, or commission the version on films of your own.
        </p>
      ) : null}
      <div className="chart-grid">
        <ReliabilityPlot
          title="Reliability, sealed test"
          bins={after.bins}
          words={`Expected calibration error ${figureOf(value)}; ${figureOf(samplingFloor)} would be chance.`}
        />
        <div>
          <p>
            {calibration.method === 'identity' ? 'Not calibrated.' : `Calibrated by ${calibration.method}`} at a
            prevalence of {percentOf(calibration.calibratedAtPrevalence)}. {calibration.note}
          </p>
          <DataTable
            caption="Before and after calibration, sealed test"
            isCaptionShown
            head={['', 'Brier score', 'Slope (1)', 'Intercept (0)', 'Error']}
            rows={rows.map(([name, brier, figures]) => [
              name,
              estimateOf(brier),
              figureOf(figures.slope, 2),
              figureOf(figures.intercept, 2),
              figureOf(figures.error.value),
            ])}
          />
        </div>
      </div>
    </section>
  );
};
