import type { ComparisonResult } from '@pneumo/shared/contracts';
import { Link } from '@tanstack/react-router';
import { DataTable } from '../charts/data-table.tsx';
import { countOf, estimateOf, figureOf } from '../charts/format-figure.ts';
import { PromoteVersion } from '../models/promote-version.tsx';
import { VersionLink } from '../models/version-link.tsx';
import { duration } from '../parts/figures.ts';

/** Who won, by what, whether the gate let it pass, and all candidates. */
export const ComparisonOutcome = ({ result }: { result: ComparisonResult }) => {
  const { winner, gate, promotion, candidates, architectures, warnings } = result;
  return (
    <>
      <section className="card">
        <h2>
          Best: <VersionLink version={winner.version} />
        </h2>
        <p>{winner.reason}</p>
        {warnings.map((warning) => (
          <p key={warning} className="note note-warn">
            {warning}
          </p>
        ))}
        <DataTable
          caption="Architectures over their seeds, best first"
          isCaptionShown
          head={['Architecture', 'Validation AUC, mean', 'Spread over seeds', 'Versions', 'Parameters']}
          rows={architectures.map(({ architecture, validationAuc, versions, parameters }) => [
            architecture,
            figureOf(validationAuc.mean),
            figureOf(validationAuc.standardDeviation),
            versions,
            countOf(parameters),
          ])}
        />
        <DataTable
          caption="Candidates"
          isCaptionShown
          head={['Training', 'State', 'AUC, validation', 'AUC, sealed test', 'Parameters', 'Time', 'Version']}
          rows={candidates.map((candidate) => [
            <Link key="link" to="/train/$jobId" params={{ jobId: candidate.job }}>
              {candidate.architecture}, seed {candidate.seed}
            </Link>,
            candidate.error === undefined ? candidate.state : `${candidate.state}: ${candidate.error.message}`,
            estimateOf(candidate.validationAuc),
            estimateOf(candidate.testAuc),
            candidate.parameters === null ? '–' : countOf(candidate.parameters.total),
            candidate.seconds === null ? '–' : duration(candidate.seconds),
            candidate.version === null ? '–' : <VersionLink key="version" version={candidate.version} />,
          ])}
        />
        <p className="quiet small">Validation chose; the sealed test only reports.</p>
      </section>
      <section className="card">
        <h2>Gate and promotion</h2>
        <p className="note">
          <strong>{promotion.alias === null ? 'Not promoted.' : `Is ${promotion.alias} now.`}</strong>{' '}
          {promotion.reason}
        </p>
        {gate === null ? (
          <p>There was no champion, or nothing to compare on.</p>
        ) : (
          <>
            {promotion.reason.includes(gate.reason) ? null : <p>{gate.reason}</p>}
            <DataTable
              caption={`Winner minus champion on ${gate.images} images of ${gate.patients} patients, each at its own operating point`}
              isCaptionShown
              head={['', 'Difference']}
              rows={[
                ['AUC', estimateOf(gate.differences.auc)],
                [`Sensitivity, margin ${gate.margin}`, estimateOf(gate.differences.sensitivity)],
                [`Specificity, margin ${gate.margin}`, estimateOf(gate.differences.specificity)],
              ]}
            />
            <p className="small">
              Champion: <VersionLink version={gate.champion} />
            </p>
          </>
        )}
        <h3>Promote the best</h3>
        <PromoteVersion version={winner.version} />
        <p className="quiet small">{result.disclaimer}</p>
      </section>
    </>
  );
};
