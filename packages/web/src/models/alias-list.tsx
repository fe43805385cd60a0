import type { Alias } from '@pneumo/shared/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { fetchJson } from '../api/fetch-json.ts';
import { timeOf } from '../parts/figures.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useCan } from './use-can.ts';
import { VersionLink } from './version-link.tsx';

/** One alias: where it points, every move, and the way back. */
const AliasEntry = ({ alias }: { alias: Alias }) => {
  const queries = useQueryClient();
  const canPromote = useCan('promote');
  const [isAsking, setAsking] = useState(false);
  const moves = [...alias.history].reverse();
  const before = moves.find(({ version }) => version !== null && version !== alias.version);
  const rollback = useMutation({
    mutationFn: () => fetchJson<Alias>(`/models/aliases/${alias.alias}/rollback`, { method: 'POST', body: {} }),
    onSuccess: () => {
      setAsking(false);
      return queries.invalidateQueries({ queryKey: ['models'] });
    },
  });
  return (
    <li>
      <p>
        <strong>{alias.alias}</strong> → <VersionLink version={alias.version} />
      </p>
      <div className="row">
        {isAsking ? (
          <>
            <span>Point {alias.alias} back to the version before?</span>
            <button type="button" className="primary" disabled={rollback.isPending} onClick={() => rollback.mutate()}>
              Yes, roll back
            </button>
            <button type="button" onClick={() => setAsking(false)}>
              No
            </button>
          </>
        ) : (
          <button
            type="button"
            disabled={!canPromote || before === undefined}
            title={before === undefined ? 'There was no version before.' : undefined}
            onClick={() => setAsking(true)}
          >
            Roll back {alias.alias}
          </button>
        )}
      </div>
      {rollback.isError ? <ProblemNote error={rollback.error} /> : null}
      <details>
        <summary>
          {moves.length === 1 ? '1 move' : `${moves.length} moves`} of {alias.alias}
        </summary>
        <ol className="moves" reversed>
          {moves.map(({ version, movedAt, movedBy, reason }) => (
            <li key={movedAt}>
              {version === null ? <em>no version</em> : <VersionLink version={version} />}
              <span className="quiet small">
                {' '}
                {timeOf(movedAt)} by {movedBy}: {reason}
              </span>
            </li>
          ))}
        </ol>
      </details>
    </li>
  );
};

/** What each alias names, with its history. */
export const AliasList = ({ aliases }: { aliases: readonly Alias[] }) => (
  <section className="card">
    <h2>Aliases</h2>
    {aliases.length === 0 ? (
      <p className="empty">No alias points to a version: promote one, and it answers under that name.</p>
    ) : (
      <ul className="aliases">
        {aliases.map((alias) => (
          <AliasEntry key={alias.alias} alias={alias} />
        ))}
      </ul>
    )}
    <p className="quiet small">
      <em>champion</em> answers predictions; <em>challenger</em> answers them too, unseen, so that both can be compared.
    </p>
  </section>
);
