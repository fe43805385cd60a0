import type { CaseState, Outcome, ReviewCase, ReviewLabel, ReviewReading } from '../../contracts/index.ts';

export interface CurrentReading {
  readonly reader: string;
  readonly reading: ReviewReading;
}

export interface ReviewPeriod {
  /** ISO times in UTC, both inclusive. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** What each reader says, or said at the end of the period; a review that was taken back, even later, says nothing. */
export const readingsOf = (
  { readers }: Pick<ReviewCase, 'readers'>,
  { since, until }: ReviewPeriod = {},
): CurrentReading[] =>
  readers.flatMap(({ reader, revisions }) => {
    if (revisions.at(-1)?.type !== 'reading') return [];
    const reading = revisions.findLast(({ at }) => until === undefined || at <= until);
    if (reading?.type !== 'reading' || (since !== undefined && reading.at < since)) return [];
    return [{ reader, reading }];
  });

/** Whether a label is the AI's outcome; undefined where either decides nothing. */
export const agreesWithAi = (label: ReviewLabel, outcome: Outcome): boolean | undefined =>
  outcome === 'abstained' || label === 'unsure' || label === 'unusable' ? undefined : label === outcome;

export interface CaseStanding {
  readonly state: CaseState;
  /** What two or more readers agree on. */
  readonly label: Exclude<ReviewLabel, 'unsure'> | null;
}

const OPINIONS = ['pneumonia', 'normal', 'unusable'] as const;

/** Where a case stands by what its readers say now. */
export const standingOf = (readings: readonly CurrentReading[], outcome: Outcome): CaseStanding => {
  const [first, ...others] = readings;
  if (first === undefined) return { state: 'unread', label: null };
  if (others.length === 0) {
    const { label } = first.reading;
    const settled = label !== 'unsure' && agreesWithAi(label, outcome) !== false;
    return { state: settled ? 'single' : 'awaiting_second', label: null };
  }
  const votesFor = (label: ReviewLabel): number => readings.filter(({ reading }) => reading.label === label).length;
  const votes = readings.length - votesFor('unsure');
  const label = OPINIONS.find((each) => votesFor(each) >= 2 && votesFor(each) * 2 > votes);
  return label === undefined ? { state: 'disputed', label: null } : { state: 'agreed', label };
};

/** Whether a case waits for one more reader. */
export const awaitsReader = ({ state }: CaseStanding): boolean => state === 'awaiting_second' || state === 'disputed';
