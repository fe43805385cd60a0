import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { fetchAnswer } from '../api/fetch-json.ts';
import { hasCode } from '../api/problem.ts';
import { PageHead } from '../parts/page-head.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';

/** Trades a key for a session: a cookie that scripts cannot read, so that pictures and event streams carry it. */
export const SignIn = () => {
  const [key, setKey] = useState('');
  const queries = useQueryClient();
  const signIn = useMutation({
    mutationFn: () => fetchAnswer('/session', { method: 'POST', headers: { authorization: `Bearer ${key.trim()}` } }),
    onSuccess: () => queries.resetQueries(),
  });
  return (
    <form
      className="card sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        signIn.mutate();
      }}
    >
      <PageHead title="Sign in" />
      <p>
        This server asks for a key. The operator makes one with <code>pneumo keys create</code>.
      </p>
      <label>
        Key
        <input
          type="password"
          autoComplete="current-password"
          required
          value={key}
          onChange={(event) => setKey(event.target.value)}
        />
      </label>
      <button type="submit" className="primary" disabled={signIn.isPending}>
        Sign in
      </button>
      {hasCode(signIn.error, 'unauthenticated') ? (
        <p className="note note-bad" role="alert">
          This key is not known here, or was revoked.
        </p>
      ) : signIn.error === null ? null : (
        <ProblemNote error={signIn.error} />
      )}
    </form>
  );
};
