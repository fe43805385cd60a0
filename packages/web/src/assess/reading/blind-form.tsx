import type { Review, ReviewLabel, ReviewQueueItem } from '@pneumo/shared/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { fetchJson } from '../../api/fetch-json.ts';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { LABEL_WORDS } from '../review-labels.ts';

const LABELS = Object.entries(LABEL_WORDS) as [ReviewLabel, string][];

interface BlindFormProps {
  item: ReviewQueueItem;
  reader: string;
  /** Whether the film was assigned to this reader. */
  isReady: boolean;
}

/** Says what is on a film without having seen an answer, and brings the next film. */
export const BlindForm = ({ item, reader, isReady }: BlindFormProps) => {
  const queries = useQueryClient();
  const review = useMutation({
    mutationFn: (label: ReviewLabel) =>
      fetchJson<Review>(`/jobs/${item.job}/review`, {
        method: 'POST',
        body: { label, aiSeen: false, assignment: item.assignment, ...(reader && { reader }) },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['reading'] }),
  });
  return (
    <section className="card">
      <h2>What do you see?</h2>
      <fieldset className="row plain-fieldset" disabled={!isReady || review.isPending || review.isSuccess}>
        <legend className="hidden-visually">Your reading</legend>
        {LABELS.map(([label, words]) => (
          <button key={label} type="button" onClick={() => review.mutate(label)}>
            {words}
          </button>
        ))}
      </fieldset>
      <p className="small quiet" role="status">
        {review.isSuccess ? 'Saved; the next film comes.' : 'Kept as a reading without the model’s answer.'}
      </p>
      {review.error === null ? null : <ProblemNote error={review.error} />}
    </section>
  );
};
