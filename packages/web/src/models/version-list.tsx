import type { ModelVersion } from '@pneumo/shared/contracts';
import { Link } from '@tanstack/react-router';
import { DataTable } from '../charts/data-table.tsx';
import { countOf, estimateOf, figureOf } from '../charts/format-figure.ts';
import { timeOf } from '../parts/figures.ts';
import { PageHead } from '../parts/page-head.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { AliasList } from './alias-list.tsx';
import { useModels } from './use-models.ts';
import { VersionLink } from './version-link.tsx';

const rowOf = (model: ModelVersion) => [
  <>
    <VersionLink key="link" version={model.version} />{' '}
    {model.aliases.map((alias) => (
      <span key={alias} className="badge is-running">
        {alias}
      </span>
    ))}
    <span className="quiet small version-made">
      {timeOf(model.createdAt)} · {model.dataset.name}
    </span>
  </>,
  estimateOf(model.testAuc),
  estimateOf(model.operatingPoint.sensitivity),
  estimateOf(model.operatingPoint.specificity),
  figureOf(model.validationAuc),
  countOf(model.parameters.total),
];

/** Every version with its figures, and the names that point to them. */
export const VersionList = () => {
  const models = useModels();
  return (
    <>
      <PageHead title="Models">
        <Link to="/train" className="button primary">
          Train a model
        </Link>
      </PageHead>
      {models.isPending ? <p role="status">Loading the versions…</p> : null}
      {models.isError ? <ProblemNote error={models.error} onRetry={() => void models.refetch()} /> : null}
      {models.data === undefined ? null : (
        <>
          <section className="card">
            <h2>Versions</h2>
            {models.data.models.length === 0 ? (
              <p className="empty">
                There is no version yet. <Link to="/train">Train one</Link>: it appears here with its figures.
              </p>
            ) : (
              <>
                <DataTable
                  caption="Versions, newest first"
                  head={['Version', 'AUC, sealed test', 'Sensitivity', 'Specificity', 'AUC, validation', 'Parameters']}
                  rows={models.data.models.map(rowOf)}
                />
                <p className="quiet small">
                  In brackets 95 % intervals, by patient. Sensitivity and specificity at each version’s own operating
                  point. Figures of versions from different data sets cannot be compared with each other.
                </p>
              </>
            )}
          </section>
          <AliasList aliases={models.data.aliases} />
        </>
      )}
    </>
  );
};
