import type { DatasetDetail } from '@pneumo/shared/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { fetchAnswer } from '../api/fetch-json.ts';
import { useCan } from '../models/use-can.ts';
import { ProblemNote } from '../parts/problem-note.tsx';

/** Deletes a data set after a second click; versions that were trained on it stay. */
export const DeleteDataset = ({ dataset: { id, name } }: { dataset: DatasetDetail }) => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const canTrain = useCan('train');
  const [isAsking, setAsking] = useState(false);
  const removal = useMutation({
    mutationFn: () => fetchAnswer(`/datasets/${id}`, { method: 'DELETE' }),
    onSuccess: async () => {
      await navigate({ to: '/data' });
      queries.removeQueries({ queryKey: ['datasets', id] });
      await queries.invalidateQueries({ queryKey: ['datasets'], exact: true });
    },
  });
  return (
    <section className="card">
      <h2>Delete</h2>
      <p className="quiet">Versions that were trained on it stay, and so do the pictures, which others may use.</p>
      <div className="row">
        {isAsking ? (
          <>
            <span>Delete “{name}” for good?</span>
            <button type="button" className="danger" disabled={removal.isPending} onClick={() => removal.mutate()}>
              Yes, delete
            </button>
            <button type="button" onClick={() => setAsking(false)}>
              No
            </button>
          </>
        ) : (
          <button type="button" className="danger" disabled={!canTrain} onClick={() => setAsking(true)}>
            Delete this data set
          </button>
        )}
      </div>
      {removal.isError ? <ProblemNote error={removal.error} /> : null}
    </section>
  );
};
