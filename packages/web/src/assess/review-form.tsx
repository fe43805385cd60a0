import type { Outcome, Review, ReviewLabel } from '@pneumo/shared/contracts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { fetchJson } from '../api/fetch-json.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { LABEL_WORDS } from './review-labels.ts';

const LABELS: readonly ReviewLabel[] = ['pneumonia', 'normal', 'unsure', 'unusable'];

const wordsFor = (label: ReviewLabel, outcome: Outcome): string => {
  if (outcome === 'abstained' || label === 'unsure' || label === 'unusable') return LABEL_WORDS[label];
  return label === outcome
    ? `Agree: ${LABEL_WORDS[label].toLowerCase()}`
    : `Disagree: ${LABEL_WORDS[label].toLowerCase()}`;
};

const isSaid = (review: Review | undefined, label: ReviewLabel): boolean => review?.label === label;

/** A reader's own word on the film, given with the answer in view. Given again it is a correction. */
export const ReviewForm = ({ jobId, outcome }: { jobId: string; outcome: Outcome }) => {
  const [comment, setComment] = useState('');
  const review = useMutation({
    mutationFn: (label: ReviewLabel) =>
      fetchJson<Review>(`/jobs/${jobId}/review`, {
        method: 'POST',
        body: { label, aiSeen: true, ...(comment.trim() === '' ? {} : { comment: comment.trim() }) },
      }),
  });
  return (
    <section className="card">
      <h2>What do you see?</h2>
      <fieldset className="row plain-fieldset" disabled={review.isPending}>
        <legend className="hidden-visually">Your reading</legend>
        {LABELS.map((label) => (
          <button
            key={label}
            type="button"
            aria-pressed={isSaid(review.data, label)}
            onClick={() => review.mutate(label)}
          >
            {wordsFor(label, outcome)}
          </button>
        ))}
      </fieldset>
      <details>
        <summary>Add a comment</summary>
        <label className="stacked">
          About the image only, never about who the patient is
          <textarea rows={2} maxLength={1000} value={comment} onChange={(event) => setComment(event.target.value)} />
        </label>
      </details>
      <p role="status" className="small quiet">
        {review.data === undefined
          ? 'Kept as a reading with the model’s answer in view.'
          : `Saved: ${LABEL_WORDS[review.data.label].toLowerCase()}${review.data.revision > 1 ? ` (revision ${review.data.revision})` : ''}.`}
      </p>
      {review.error === null ? null : <ProblemNote error={review.error} />}
    </section>
  );
};
