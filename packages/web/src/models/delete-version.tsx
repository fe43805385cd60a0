import type { ModelVersion } from '@pneumo/shared/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { fetchAnswer } from '../api/fetch-json.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useCan } from './use-can.ts';

/** Deletes a version that no alias names, after a second click. */
export const DeleteVersion = ({ model: { version, aliases } }: { model: ModelVersion }) => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const canPromote = useCan('promote');
  const [isAsking, setAsking] = useState(false);
  const removal = useMutation({
    mutationFn: () => fetchAnswer(`/models/${version}`, { method: 'DELETE' }),
    onSuccess: async () => {
      await navigate({ to: '/models' });
      queries.removeQueries({ queryKey: ['models', version] });
      await queries.invalidateQueries({ queryKey: ['models'], exact: true });
    },
  });
  return (
    <section className="card">
      <h2>Delete</h2>
      {aliases.length > 0 ? (
        <p className="quiet">A version that an alias names cannot be deleted: {aliases.join(', ')} names this one.</p>
      ) : (
        <div className="row">
          {isAsking ? (
            <>
              <span>Delete {version} for good? Its id is never used again.</span>
              <button type="button" className="danger" disabled={removal.isPending} onClick={() => removal.mutate()}>
                Yes, delete
              </button>
              <button type="button" onClick={() => setAsking(false)}>
                No
              </button>
            </>
          ) : (
            <button type="button" className="danger" disabled={!canPromote} onClick={() => setAsking(true)}>
              Delete this version
            </button>
          )}
        </div>
      )}
      {removal.isError ? <ProblemNote error={removal.error} /> : null}
    </section>
  );
};
