import type { NaturalFrequencies } from '@pneumo/models/natural-frequencies';

const COLUMNS = 25;
const STEP = 10;
const KINDS = ['found', 'missed', 'falseAlarms', 'cleared'] as const;

/** Each dot is a film (or ten, or a hundred of them); the words beside it say the same. */
export const FilmDots = ({ counts }: { counts: NaturalFrequencies }) => {
  const each = counts.films / 100;
  const dots = KINDS.flatMap((kind) => Array.from({ length: Math.round(counts[kind] / each) }, () => kind)).slice(
    0,
    100,
  );
  return (
    <div aria-hidden="true">
      <svg className="dots" viewBox={`0 0 ${COLUMNS * STEP} ${Math.ceil(100 / COLUMNS) * STEP}`}>
        {dots.map((kind, index) => {
          const x = (index % COLUMNS) * STEP + 1.5;
          const y = Math.floor(index / COLUMNS) * STEP + 1.5;
          // A shape beside the colour: missed films are hollow, false alarms square.
          return kind === 'falseAlarms' ? (
            <rect key={index} className={`dot-${kind}`} x={x} y={y} width="7" height="7" />
          ) : (
            <circle key={index} className={`dot-${kind}`} cx={x + 3.5} cy={y + 3.5} r="3.2" />
          );
        })}
      </svg>
      <p className="legend small">
        <span className="key-found">● found</span> <span className="key-missed">○ missed</span>{' '}
        <span className="key-falseAlarms">■ false alarm</span> <span className="key-cleared">● cleared</span>
      </p>
    </div>
  );
};
