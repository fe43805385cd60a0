import { SHADOW_OUTCOMES, type ShadowReport } from '@pneumo/shared/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { fetchJson } from '../api/fetch-json.ts';
import { DataTable } from '../charts/data-table.tsx';
import { estimateOf, figureOf } from '../charts/format-figure.ts';
import { timeOf } from '../parts/figures.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { VersionLink } from './version-link.tsx';

/** What the version said as challenger, beside the champion of the time. */
export const ShadowPanel = ({ version }: { version: string }) => {
  const found = useQuery({
    queryKey: ['models', version, 'shadow'],
    queryFn: ({ signal }) => fetchJson<ShadowReport>(`/models/${version}/shadow`, { signal }),
  });
  return (
    <section className="card">
      <h2>In the shadow of the champion</h2>
      {found.isPending ? <p role="status">Loading…</p> : null}
      {found.isError ? <ProblemNote error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data?.champions.length === 0 ? (
        <p className="quiet">
          Nothing yet. Make it <em>challenger</em>, and it answers what the champion answers, unseen; here stands how
          often they agree.
        </p>
      ) : null}
      {found.data?.champions.map(({ version: champion, since, until, ...agreement }) => (
        <div key={champion}>
          <p>
            Beside <VersionLink version={champion} />, {agreement.pairs} images from {timeOf(since)} to {timeOf(until)}:
            same outcome in {estimateOf(agreement.agreement)}, Cohen’s kappa {estimateOf(agreement.kappa)}. Mean
            difference of probability {estimateOf(agreement.scores.meanDifference)}, correlation{' '}
            {figureOf(agreement.scores.correlation)}.
          </p>
          <DataTable
            caption="Outcomes: champion in rows, this version in columns"
            isCaptionShown
            head={['', ...SHADOW_OUTCOMES]}
            rows={SHADOW_OUTCOMES.map((outcome, row) => [outcome, ...(agreement.table[row] ?? [])])}
          />
        </div>
      ))}
      {found.data === undefined || found.data.discordant.cases.length === 0 ? null : (
        <DataTable
          caption="Where they differ, newest day first"
          isCaptionShown
          head={['Answered', 'Champion', 'This version', 'Picture']}
          rows={found.data.discordant.cases.map(({ jobId, answeredAt, champion, challenger }) => [
            timeOf(answeredAt),
            `${champion.outcome}, ${figureOf(champion.probability)}`,
            `${challenger.outcome}, ${figureOf(challenger.probability)}`,
            <Link key="link" to="/assess/$jobId" params={{ jobId }}>
              Look<span className="hidden-visually"> at the picture of {timeOf(answeredAt)}</span>
            </Link>,
          ])}
        />
      )}
      {found.data === undefined ? null : <p className="quiet small">{found.data.disclaimer}</p>}
    </section>
  );
};
