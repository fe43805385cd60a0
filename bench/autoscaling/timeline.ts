export interface TimelineRow {
  readonly seconds: number;
  /** Of predictions. */
  readonly backlog: number;
  readonly inferencers: number;
  readonly inferencersReady: number;
  readonly trainingBacklog: number;
  readonly trainers: number;
  readonly finished: number;
  /** What was done just now. */
  readonly event: string;
}

export interface Timeline {
  readonly rows: readonly TimelineRow[];
  add(row: TimelineRow): void;
  /** How long everything has been as it is. */
  unchangedSeconds(): number;
}

const ROW_EVERY_SECONDS = 1;

/** Keeps a row a second, and one whenever workers came, went or became ready, or something was done. */
export const createTimeline = (onRow: (row: TimelineRow) => void): Timeline => {
  const rows: TimelineRow[] = [];
  let latest: TimelineRow | undefined;
  let changedAt = 0;
  const differs = (row: TimelineRow, from: TimelineRow | undefined, fields: readonly (keyof TimelineRow)[]): boolean =>
    fields.some((field) => row[field] !== from?.[field]);
  return {
    rows,
    add: (row) => {
      const last = rows.at(-1);
      if (
        differs(row, latest, ['backlog', 'finished', 'trainingBacklog', 'inferencersReady', 'inferencers', 'trainers'])
      ) {
        changedAt = row.seconds;
      }
      latest = row;
      const isStep = row.event !== '' || differs(row, last, ['inferencers', 'inferencersReady', 'trainers']);
      if (!isStep && row.seconds < last!.seconds + ROW_EVERY_SECONDS) return;
      rows.push(row);
      onRow(row);
    },
    unchangedSeconds: () => (latest === undefined ? 0 : latest.seconds - changedAt),
  };
};
