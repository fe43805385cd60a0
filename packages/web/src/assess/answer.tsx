import { ABSTAIN_WORDS, isFromDrawings, type PredictionResult, TRAINED_ON_DRAWINGS } from '@pneumo/shared/contracts';
import type { Job } from '../api/job-types.ts';
import { StateBadge } from '../parts/state-badge.tsx';
import { EvidenceDetails } from './evidence-details.tsx';
import { Frequencies } from './frequencies.tsx';
import { ProbabilityScale } from './probability-scale.tsx';
import { ReproductionPanel } from './reproduction/reproduction-panel.tsx';
import { ReviewForm } from './review-form.tsx';

interface AnswerProps {
  job: Job<'prediction'>;
  result: PredictionResult;
}

const HEADINGS = {
  pneumonia: 'Pneumonia-like pattern',
  normal: 'No pneumonia-like pattern',
  abstained: 'No answer: the model abstained',
} as const;

const Because = ({ result: { outcome, abstainedBecause, wouldAbstain } }: { result: PredictionResult }) => {
  if (outcome === 'normal') return <p>Other disease is not excluded.</p>;
  if (abstainedBecause !== undefined) {
    return (
      <p>{ABSTAIN_WORDS[abstainedBecause]} A model that cannot be trusted on a picture says so instead of guessing.</p>
    );
  }
  return wouldAbstain === undefined ? null : <p>It would have abstained: {ABSTAIN_WORDS[wouldAbstain]}</p>;
};

/** Of a version that was trained on drawings: said before anything that it says. */
const OfDrawings = () => (
  <p className="note note-warn">
    <strong>Answered by a model trained on drawings.</strong> It says nothing about X-rays, and nothing about people.
  </p>
);

/** What the model says, how sure, what that means where the disease is rare or common, and what made the answer. */
export const Answer = ({ job, result }: AnswerProps) => {
  const isDrawn = isFromDrawings(result);
  // Said above in words of its own, and nothing to a probability that is not shown or speaks of nobody.
  const said = [TRAINED_ON_DRAWINGS, ...(isDrawn || result.outcome === 'abstained' ? ['prevalence_unset'] : [])];
  const warnings = result.warnings.filter(({ code }) => !said.includes(code));
  return (
    <>
      <section className={`card outcome is-${result.outcome}`}>
        <p className="hidden-visually">
          <StateBadge job={job} />
        </p>
        {isDrawn ? <OfDrawings /> : null}
        <h2>{HEADINGS[result.outcome]}</h2>
        <Because result={result} />
        {result.outcome === 'abstained' ? null : <ProbabilityScale result={result} />}
        {warnings.length === 0 ? null : (
          <ul className="warnings">
            {warnings.map(({ code, message }) => (
              <li key={code}>{message}</li>
            ))}
          </ul>
        )}
        <p className="small quiet">{result.disclaimer}</p>
      </section>
      {result.outcome === 'abstained' ? null : <Frequencies result={result} />}
      {isDrawn ? (
        <section className="card">
          <h2>What do you see?</h2>
          <p className="quiet">
            Of a film you would say here whether you agree. Drawings are left out: what readers say goes into figures,
            and can become training data.
          </p>
        </section>
      ) : (
        <ReviewForm jobId={job.id} outcome={result.outcome} />
      )}
      <EvidenceDetails job={job} result={result} />
      <ReproductionPanel jobId={job.id} result={result} />
    </>
  );
};
