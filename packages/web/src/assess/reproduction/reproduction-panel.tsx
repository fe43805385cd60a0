import '../../styles/reproduction.css';
import type { PredictionResult } from '@pneumo/shared/contracts';
import { useState } from 'react';
import { adviceOn, wordsOf } from '../../api/problem.ts';
import { megabytes } from './megabytes.ts';
import type { ReproductionProgress } from './reproduce.ts';
import { ReproductionOutcome } from './reproduction-outcome.tsx';
import { useReproduction } from './use-reproduction.ts';

/** An error of this feature carries its own advice. */
const adviceIn = (error: Error): string =>
  'advice' in error && typeof error.advice === 'string' ? error.advice : adviceOn(error);

const Progress = ({ progress }: { progress: ReproductionProgress }) => {
  const { engineBytes = 0, modelBytes = 0, modelTotalBytes = 0, isComputing = false } = progress;
  const isCounted = !isComputing && modelTotalBytes > 0;
  const words = isComputing
    ? 'Computing on this computer …'
    : `Loading: ONNX Runtime ${megabytes(engineBytes)}, network ${megabytes(modelBytes)}${isCounted ? ` of ${megabytes(modelTotalBytes)}` : ''}`;
  return (
    // The answer around it is read out as it changes; each megabyte need not be.
    <div className="job-progress" aria-live="off">
      <progress
        aria-label="Reproducing in the browser"
        {...(isCounted ? { value: modelBytes, max: modelTotalBytes } : {})}
      />
      <p className="small quiet numbers">{words}</p>
    </div>
  );
};

interface ReproductionProps {
  jobId: string;
  result: PredictionResult;
}

const Reproduced = ({ jobId, result }: ReproductionProps) => {
  const { data, error, refetch, isFetching, progress } = useReproduction(jobId, result);
  if (isFetching) return <Progress progress={progress} />;
  if (data !== undefined) return <ReproductionOutcome jobId={jobId} result={result} reproduction={data} />;
  return error === null ? null : (
    <div className="note note-bad" role="alert">
      <p>{wordsOf(error)}</p>
      <p className="quiet">{adviceIn(error)}</p>
      <button type="button" onClick={() => void refetch()}>
        Try again
      </button>
    </div>
  );
};

/** A switch that has this computer compute the answer again, and what came of it. */
export const ReproductionPanel = ({ jobId, result }: ReproductionProps) => {
  const [isOn, setIsOn] = useState(false);
  return (
    <section className="card">
      <label className="switch">
        <input type="checkbox" role="switch" checked={isOn} onChange={({ target }) => setIsOn(target.checked)} />
        Reproduce in the browser
      </label>
      <p className="small quiet">
        Loads ONNX Runtime and the network onto this computer, and computes the answer again from the same picture. That
        checks how it was computed, and tells nothing more about the film.
      </p>
      {isOn ? <Reproduced jobId={jobId} result={result} /> : null}
    </section>
  );
};
