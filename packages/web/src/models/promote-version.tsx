import type { Alias } from '@pneumo/shared/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { fetchJson } from '../api/fetch-json.ts';
import { hasCode } from '../api/problem.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useCan } from './use-can.ts';
import { fetchAlias } from './use-models.ts';

const ALIASES = ['champion', 'challenger'] as const;

/** Points an alias to a version, against what the alias said when it was shown: If-Match refuses the move where somebody else came first. */
export const PromoteVersion = ({ version }: { version: string }) => {
  const queries = useQueryClient();
  const canPromote = useCan('promote');
  const [name, setName] = useState<string>(ALIASES[0]);
  const [reason, setReason] = useState('');
  const ids = { alias: useId(), reason: useId() };
  const current = useQuery({
    queryKey: ['models', 'alias', name],
    queryFn: async ({ signal }) => {
      try {
        return await fetchAlias(name, signal);
      } catch (error) {
        if (hasCode(error, 'alias_not_found')) return null;
        throw error;
      }
    },
  });
  const move = useMutation({
    mutationFn: () => {
      const known = current.data ?? null;
      return fetchJson<Alias>(`/models/aliases/${name}`, {
        method: 'PUT',
        headers: known === null ? { 'if-none-match': '*' } : { 'if-match': known.etag },
        body: { version, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) },
      });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['models'] }),
    onSuccess: () => setReason(''),
  });
  const now = current.data?.alias.version;
  const isThis = now === version;
  return (
    <form
      className="promote"
      onSubmit={(event) => {
        event.preventDefault();
        move.mutate();
      }}
    >
      <div className="row">
        <span className="field">
          <label htmlFor={ids.alias}>Alias</label>
          <select id={ids.alias} value={name} onChange={({ target }) => setName(target.value)}>
            {ALIASES.map((alias) => (
              <option key={alias}>{alias}</option>
            ))}
          </select>
        </span>
        <span className="field grows">
          <label htmlFor={ids.reason}>Reason, kept in the history</label>
          <input
            id={ids.reason}
            value={reason}
            maxLength={500}
            placeholder="such as: passed the gate"
            onChange={({ target }) => setReason(target.value)}
          />
        </span>
        <button
          type="submit"
          className="primary"
          disabled={!canPromote || isThis || move.isPending || !current.isSuccess}
        >
          {isThis ? `Is ${name}` : `Make it ${name}`}
        </button>
      </div>
      <p className="quiet small" role="status">
        {now === undefined
          ? `There is no ${name} yet.`
          : isThis
            ? `This version is ${name}.`
            : `${name} is ${now} now.`}
        {canPromote ? '' : ' Moving an alias needs the scope promote.'}
      </p>
      {move.isError ? <ProblemNote error={move.error} /> : null}
    </form>
  );
};
