import '../../charts/charts.css';
import type { PredictionResult } from '@pneumo/shared/contracts';
import { DataTable } from '../../charts/data-table.tsx';
import { duration } from '../../parts/figures.ts';
import type { Comparison } from './compare-answers.ts';
import { megabytes } from './megabytes.ts';
import type { Reproduction } from './reproduce.ts';

interface ReproductionOutcomeProps {
  jobId: string;
  result: PredictionResult;
  reproduction: Reproduction;
}

/** 3.1e-7; plain where nothing differs. */
const differenceOf = (difference: number): string => (difference === 0 ? 'none' : difference.toExponential(1));

const Verdict = ({ jobId, comparison }: { jobId: string; comparison: Comparison }) => {
  const { agrees, largestDifference, tolerance, isSameSide } = comparison;
  const difference =
    largestDifference === 0 ? 'nothing differs' : `the largest difference is ${differenceOf(largestDifference)}`;
  return (
    <div className={agrees ? 'note note-good' : 'note note-bad'} role="status">
      <p>
        <strong>
          {agrees ? 'This browser agrees with the server' : 'This browser does not agree with the server'}
        </strong>
        : {difference}, up to {tolerance.toExponential(0)} counts as the same.
      </p>
      <p>
        {agrees
          ? 'The same network on the same picture gives the same numbers on this computer. Whether they are right about the film it cannot tell.'
          : 'The same network on the same picture should give the same numbers anywhere. Do not rely on this answer: try another browser, and tell the operator.'}
      </p>
      {isSameSide ? null : <p>The threshold lies between the two probabilities.</p>}
      <p className="small">
        A program checks all of the evidence: <code>pneumo verify {jobId}</code>
      </p>
    </div>
  );
};

/** Both answers, figure by figure, and what they were made with. */
export const ReproductionOutcome = ({ jobId, result, reproduction }: ReproductionOutcomeProps) => {
  const { comparison, engineVersion, modelBytes, isModelVerified, isPictureVerified } = reproduction;
  const { name, version, provider } = result.evidence.engine;
  const times = [reproduction.loadMs, reproduction.prepareMs, reproduction.computeMs].map((ms) => duration(ms / 1000));
  const unverified = [...(isModelVerified ? [] : ['the network']), ...(isPictureVerified ? [] : ['the picture'])];
  return (
    <>
      <Verdict jobId={jobId} comparison={comparison} />
      <DataTable
        caption="The answer of the server beside that of this browser"
        head={['Figure', 'Server', 'This browser', 'Difference']}
        rows={comparison.figures.map(({ name: figure, server, browser, difference }) => [
          figure,
          server.toFixed(6),
          browser.toFixed(6),
          differenceOf(difference),
        ])}
      />
      <p className="small quiet">
        Server: {name} {version} on {provider}. This browser: onnx {engineVersion} on wasm, one thread.
      </p>
      <p className="small quiet">
        Network of {megabytes(modelBytes)}. Loaded in {times[0]}, prepared in {times[1]}, computed in {times[2]}.{' '}
        {unverified.length === 0
          ? 'Network and picture have the hashes that the evidence names.'
          : `The hash of ${unverified.join(' and of ')} was not checked: this browser computes hashes on pages of this computer or over HTTPS only, and old answers name none.`}
      </p>
      <p className="small quiet">{result.disclaimer}</p>
    </>
  );
};
