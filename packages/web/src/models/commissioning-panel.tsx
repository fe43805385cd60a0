import type { CommissioningList, CommissioningSummary } from '@pneumo/shared/contracts';
import { useQuery } from '@tanstack/react-query';
import { fetchJson } from '../api/fetch-json.ts';
import { estimateOf, figureOf, percentOf } from '../charts/format-figure.ts';
import { timeOf } from '../parts/figures.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { CommissioningFigures } from './commissioning/commissioning-figures.tsx';
import { CommissioningForm } from './commissioning/commissioning-form.tsx';
import { SignOffForm } from './commissioning/sign-off-form.tsx';

const Entry = ({ summary }: { summary: CommissioningSummary }) => {
  const { id, name, images, auc, threshold, reason, prevalence, signOff, inForce, createdAt, warnings } = summary;
  return (
    <li>
      <h3>
        {name} {inForce ? <span className="badge is-normal">in force</span> : null}
      </h3>
      <p>
        {timeOf(createdAt)}, {images} images: AUC {estimateOf(auc)}.{' '}
        {threshold === null
          ? 'No threshold of its own.'
          : `Threshold ${figureOf(threshold.value, 4)}: sensitivity ${estimateOf(threshold.sensitivity)}, specificity ${estimateOf(threshold.specificity)}.`}{' '}
        {prevalence === null ? '' : `Prior ${percentOf(prevalence)}. `}
        {reason}
      </p>
      {warnings.map((warning) => (
        <p key={warning} className="note note-warn">
          {warning}
        </p>
      ))}
      <CommissioningFigures id={id} />
      {signOff !== null ? (
        <p>
          Signed off by <strong>{signOff.name}</strong>, {timeOf(signOff.signedAt)}.
          {signOff.statement === undefined ? '' : ` “${signOff.statement}”`}
        </p>
      ) : threshold === null ? null : (
        <SignOffForm id={id} />
      )}
    </li>
  );
};

/** What the version does on films of this site, and who answers for the threshold that they gave. */
export const CommissioningPanel = ({ version }: { version: string }) => {
  const found = useQuery({
    queryKey: ['commissionings'],
    queryFn: ({ signal }) => fetchJson<CommissioningList>('/commissionings', { signal }),
  });
  const ours = found.data?.commissionings.filter((each) => each.version === version) ?? [];
  return (
    <section className="card">
      <h2>Commissioning</h2>
      <p className="quiet">
        A labelled set of your own films gives this version a threshold and a prior of this site. They count from the
        moment that somebody signs them off with a name.
      </p>
      {found.isPending ? <p role="status">Loading…</p> : null}
      {found.isError ? <ProblemNote error={found.error} onRetry={() => void found.refetch()} /> : null}
      <ul className="commissionings">
        {ours.map((summary) => (
          <Entry key={summary.id} summary={summary} />
        ))}
      </ul>
      <CommissioningForm version={version} />
    </section>
  );
};
