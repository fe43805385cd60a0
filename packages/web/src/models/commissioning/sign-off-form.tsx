import type { CommissioningDetail } from '@pneumo/shared/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { fetchJson } from '../../api/fetch-json.ts';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useCan } from '../use-can.ts';

/** Puts the threshold and prior of a commissioning in force, under a name that is kept. */
export const SignOffForm = ({ id }: { id: string }) => {
  const queries = useQueryClient();
  const canPromote = useCan('promote');
  const [name, setName] = useState('');
  const [statement, setStatement] = useState('');
  const ids = { name: useId(), statement: useId() };
  const signOff = useMutation({
    mutationFn: () =>
      fetchJson<CommissioningDetail>(`/commissionings/${id}/sign-off`, {
        method: 'POST',
        body: { name, ...(statement.trim() === '' ? {} : { statement }) },
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['commissionings'] }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        signOff.mutate();
      }}
    >
      <div className="row fields">
        <span className="field">
          <label htmlFor={ids.name}>Your name</label>
          <input
            id={ids.name}
            required
            pattern=".*\S.*"
            maxLength={120}
            autoComplete="name"
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        </span>
        <span className="field grows">
          <label htmlFor={ids.statement}>Statement (optional)</label>
          <input
            id={ids.statement}
            maxLength={2000}
            value={statement}
            onChange={({ target }) => setStatement(target.value)}
          />
        </span>
        <button type="submit" className="primary" disabled={!canPromote || signOff.isPending}>
          Sign off
        </button>
      </div>
      <p className="quiet small">From then on, predictions of this version here use this threshold and prior.</p>
      {signOff.isError ? <ProblemNote error={signOff.error} /> : null}
    </form>
  );
};
