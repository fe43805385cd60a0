import { useState } from 'react';
import { ProblemNote } from '../parts/problem-note.tsx';
import { Markdown } from './card/markdown.tsx';
import { useModelCard } from './use-models.ts';

const CardText = ({ version }: { version: string }) => {
  const card = useModelCard(version);
  if (card.isPending) return <p role="status">Loading the card…</p>;
  if (card.isError) return <ProblemNote error={card.error} onRetry={() => void card.refetch()} />;
  return <Markdown text={card.data} under={2} picturesFrom={`/v1/models/${version}/`} />;
};

/** The whole card, folded away until it is wanted. */
export const ModelCard = ({ version }: { version: string }) => {
  const [isOpen, setOpen] = useState(false);
  return (
    <section className="card">
      <h2>Model card</h2>
      <p className="quiet">
        Everything about this version on one page, computed from what its training recorded.{' '}
        <a href={`/v1/models/${version}/card`} download={`${version}.md`}>
          Save as Markdown
        </a>
      </p>
      <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? 'Hide the card' : 'Read the card'}
      </button>
      {isOpen ? (
        <div className="model-card">
          <CardText version={version} />
        </div>
      ) : null}
    </section>
  );
};
