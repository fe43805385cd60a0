import { Link } from '@tanstack/react-router';
import { countOf } from '../charts/format-figure.ts';
import { useDatasets } from '../data/use-datasets.ts';
import { timeOf } from '../parts/figures.ts';
import { PageHead } from '../parts/page-head.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { CommissioningPanel } from './commissioning-panel.tsx';
import { DeleteVersion } from './delete-version.tsx';
import { DriftPanel } from './drift-panel.tsx';
import { MetricsPanels } from './metrics-panels.tsx';
import { ModelCard } from './model-card.tsx';
import { PromoteVersion } from './promote-version.tsx';
import { ShadowPanel } from './shadow-panel.tsx';
import { TrainingCurves } from './training-curves.tsx';
import { useModel } from './use-models.ts';

/** One version: what it is, what it can do, what speaks against it, and what may be done with it. */
export const VersionDetail = ({ version }: { version: string }) => {
  const found = useModel(version);
  const model = found.data;
  // A version that came from elsewhere, as the starter does, names a data set and a job of that place.
  const isDatasetHere = useDatasets().data?.datasets.some(({ id }) => id === model?.dataset.id) === true;
  return (
    <>
      <p>
        <Link to="/models">All models</Link>
      </p>
      <PageHead title={version}>
        <span className="row">
          {model?.aliases.map((alias) => (
            <span key={alias} className="badge is-running">
              {alias}
            </span>
          ))}
        </span>
      </PageHead>
      {found.isPending ? <p role="status">Loading the version…</p> : null}
      {found.isError ? <ProblemNote error={found.error} onRetry={() => void found.refetch()} /> : null}
      {model === undefined ? null : (
        <>
          {model.drift?.raised === true ? (
            <div className="note note-warn" role="status">
              <p>
                <strong>What it sees or says has changed.</strong> {model.drift.because.join(' ')}
              </p>
            </div>
          ) : null}
          <section className="card">
            <h2>What it is</h2>
            <dl className="facts">
              <div>
                <dt>Architecture</dt>
                <dd>
                  {model.architecture}, {countOf(model.parameters.total)} parameters,{' '}
                  {countOf(model.parameters.trainable)} trained
                </dd>
              </div>
              <div>
                <dt>Data set</dt>
                <dd>
                  {isDatasetHere ? (
                    <Link to="/data/$datasetId" params={{ datasetId: model.dataset.id }}>
                      {model.dataset.name}
                    </Link>
                  ) : (
                    model.dataset.name
                  )}
                  , trained on {countOf(model.dataset.trainedOn.images)} images of{' '}
                  {countOf(model.dataset.trainedOn.patients)} patients
                </dd>
              </div>
              <div>
                <dt>Made</dt>
                <dd>
                  {timeOf(model.createdAt)}, recipe {model.recipe}, seed {model.seed}, backend {model.backend}
                </dd>
              </div>
              <div>
                <dt>Input</dt>
                <dd>
                  {model.preprocessing.imageSize} × {model.preprocessing.imageSize} grey pixels
                </dd>
              </div>
              {model.trainingJob === null || !isDatasetHere ? null : (
                <div>
                  <dt>Training</dt>
                  <dd>
                    <Link to="/train/$jobId" params={{ jobId: model.trainingJob }}>
                      The run
                    </Link>
                  </dd>
                </div>
              )}
            </dl>
            {model.note === undefined ? null : <p>{model.note}</p>}
            {model.warnings.map((warning) => (
              <p key={warning} className="note note-warn">
                {warning}
              </p>
            ))}
          </section>
          <section className="card">
            <h2>Promote</h2>
            <PromoteVersion version={version} />
          </section>
          <MetricsPanels model={model} />
          <TrainingCurves version={version} />
          <CommissioningPanel version={version} />
          <ShadowPanel version={version} />
          <DriftPanel version={version} />
          <ModelCard version={version} />
          <DeleteVersion model={model} />
        </>
      )}
    </>
  );
};
