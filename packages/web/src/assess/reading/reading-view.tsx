import { useState } from 'react';
import { useMe } from '../../api/use-me.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import '../../styles/assess.css';
import { FilmViewer } from '../../viewer/film-viewer.tsx';
import { usePicture } from '../../viewer/use-picture.ts';
import { BlindForm } from './blind-form.tsx';
import { useReadingQueue } from './use-reading-queue.ts';
import { useSettled } from './use-settled.ts';

const TYPING_MS = 300;

const RULES = [
  ['random', 'at random'],
  ['near_threshold', 'close calls first'],
  ['discordant', 'champion and challenger differ'],
] as const;

/** Films without the model's answer, one after the other. */
export const ReadingView = () => {
  const me = useMe();
  const [typed, setTyped] = useState('');
  const reader = useSettled(typed, TYPING_MS);
  const [stage, setStage] = useState<'first' | 'second'>('first');
  const [rule, setRule] = useState<string>('random');
  const queue = useReadingQueue({ reader, stage, rule });
  const item = queue.data?.items[0];
  const picture = usePicture(item === undefined ? undefined : `/images/${item.imageId}`);
  return (
    <>
      <PageHead title="Blinded reading" />
      <p className="quiet">
        Films come without the model’s answer. Looking at an answer first makes that reading an unblinded one.
      </p>
      <div className="row filters">
        {me.data?.access === 'open' ? (
          <label className="stacked">
            Reader (a pseudonym)
            <input
              value={typed}
              maxLength={64}
              pattern="[A-Za-z0-9][A-Za-z0-9._\-]*"
              placeholder="local"
              onChange={(event) => setTyped(event.target.value)}
            />
          </label>
        ) : null}
        <label className="stacked">
          Reading
          <select value={stage} onChange={(event) => setStage(event.target.value === 'second' ? 'second' : 'first')}>
            <option value="first">first</option>
            <option value="second">second, of disagreements</option>
          </select>
        </label>
        {stage === 'second' ? null : (
          <label className="stacked">
            Chosen
            <select value={rule} onChange={(event) => setRule(event.target.value)}>
              {RULES.map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      {queue.error === null ? null : <ProblemNote error={queue.error} onRetry={() => void queue.refetch()} />}
      {queue.isPending ? <p role="status">Loading …</p> : null}
      {queue.isSuccess && item === undefined ? (
        <div className="empty">Nothing waits to be read. Films come here once they have been assessed.</div>
      ) : null}
      {item === undefined ? null : (
        <div className="assessment">
          <FilmViewer
            key={item.job}
            picture={picture.data}
            label="Chest film to be read"
            placeholder="Loading the film …"
          />
          <div>
            <BlindForm
              key={item.assignment}
              item={item}
              reader={reader}
              // Until the queue of the reader who is named now is here, the film on view is assigned to another.
              isReady={typed === reader && !queue.isPlaceholderData}
            />
            <p className="small quiet">How this film was chosen: {queue.data?.sampling.inWords}.</p>
          </div>
        </div>
      )}
    </>
  );
};
