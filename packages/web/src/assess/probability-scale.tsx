import type { PredictionResult } from '@pneumo/shared/contracts';
import { percent } from '../parts/figures.ts';
import { bandAround } from './log-odds.ts';

const at = (share: number): string => `${(share * 100).toFixed(2)}%`;

/** Where the probability lies on a scale, beside the threshold and the band in which an answer is a close call. */
export const ProbabilityScale = ({ result }: { result: PredictionResult }) => {
  const { probability, threshold, prior, evidence } = result;
  const { scale, bias } = evidence.calibration;
  // What a version is published with where its calibration images allowed no fit.
  const isCalibrated = scale !== 1 || bias !== 0;
  const near = evidence.abstention?.checks.find(({ reason }) => reason === 'near_threshold');
  const band = near?.limit === undefined ? undefined : bandAround(threshold, near.limit);
  const isNear = near?.holds === true;
  return (
    <div className="scale">
      <p className="probability numbers">
        {percent(probability)}{' '}
        <span className="quiet">
          {isCalibrated ? 'calibrated probability of pneumonia' : 'probability of pneumonia, not calibrated'}
        </span>
      </p>
      <div
        className="scale-track"
        role="img"
        aria-label={`Probability ${percent(probability)}, threshold ${percent(threshold)}${isNear ? ', a close call' : ''}`}
      >
        {band === undefined ? null : (
          <span className="scale-band" style={{ left: at(band.low), width: at(band.high - band.low) }} />
        )}
        <span className="scale-threshold" style={{ left: at(threshold) }} />
        <span className="scale-mark" style={{ left: at(probability) }} />
      </div>
      <div className="scale-ends small quiet numbers" aria-hidden="true">
        <span>0 %</span>
        <span>100 %</span>
      </div>
      <p className="small">
        Threshold {percent(threshold)}: from there on the answer is “pneumonia-like”.{' '}
        {band === undefined ? null : (
          <>
            Shaded: close to it ({percent(band.low)} to {percent(band.high)}).{' '}
          </>
        )}
        {isNear ? <strong>This one is a close call.</strong> : null}
      </p>
      {prior === undefined ? null : (
        <p className="small quiet">Told for people of whom {percent(prior.prevalence)} have pneumonia.</p>
      )}
    </div>
  );
};
