export interface ProgressReport {
  readonly stage: string;
  readonly done: number;
  /** 0 when it is not known. */
  readonly total: number;
  /** What is counted; `bytes` are shown as MB. */
  readonly unit: string;
  /** Shown behind the bar, as `validation AUC 0.981`. */
  readonly figures?: readonly string[];
  readonly secondsLeft?: number | undefined;
}

export interface ProgressDisplay {
  /** A line that stays. */
  say(line: string): void;
  /** What is going on now: replaces the last report on a terminal, else a line for each tenth of the way. */
  show(report: ProgressReport): void;
  /** Takes the bar away. */
  clear(): void;
}

type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

const BAR_WIDTH = 24;
const DRAW_EVERY_MS = 100;

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

const barOf = (done: number, total: number): string => {
  const filled = total > 0 ? Math.round((Math.min(done, total) / total) * BAR_WIDTH) : 0;
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}]`;
};

const countOf = ({ done, total, unit }: ProgressReport): string => {
  if (unit === 'bytes' && total === 0 && done === 0) return '';
  if (unit === 'bytes') return total > 0 ? `${megabytes(done)}/${megabytes(total)} MB` : `${megabytes(done)} MB`;
  return total > 0 ? `${done}/${total} ${unit}` : '';
};

const timeOf = ({ secondsLeft, done, total }: ProgressReport): string => {
  if (secondsLeft === undefined || done >= total) return '';
  return secondsLeft < 90 ? `${Math.round(secondsLeft)} s left` : `${Math.round(secondsLeft / 60)} min left`;
};

const factsOf = (report: ProgressReport): string =>
  [countOf(report), report.stage, ...(report.figures ?? []), timeOf(report)].filter((text) => text !== '').join('  ');

/** Progress for people: a bar that moves on a terminal, plain lines anywhere else. */
export const createProgressDisplay = (output: Output): ProgressDisplay => {
  const isTerminal = output.isTTY === true;
  let barShown = false;
  let drawnAtMs = 0;
  let lastKey = '';
  const clear = (): void => {
    if (barShown) output.write('\r\u001b[K');
    barShown = false;
  };
  return {
    clear,
    say: (line) => {
      clear();
      lastKey = '';
      output.write(`${line}\n`);
    },
    show: (report) => {
      if (!isTerminal) {
        const tenth = report.total > 0 ? Math.floor((report.done / report.total) * 10) : 0;
        const key = `${report.stage} ${report.unit === 'epochs' ? report.done : tenth}`;
        if (key === lastKey) return;
        lastKey = key;
        output.write(`  ${factsOf(report)}\n`);
        return;
      }
      const nowMs = performance.now();
      if (barShown && nowMs - drawnAtMs < DRAW_EVERY_MS && report.done < report.total) return;
      drawnAtMs = nowMs;
      const line = `  ${barOf(report.done, report.total)} ${factsOf(report)}`;
      output.write(`\r\u001b[K${line.slice(0, Math.max(20, (output.columns ?? 80) - 1))}`);
      barShown = true;
    },
  };
};

/** For work that another display tells of. */
export const createSilentProgress = (): ProgressDisplay => ({
  say: () => undefined,
  show: () => undefined,
  clear: () => undefined,
});
