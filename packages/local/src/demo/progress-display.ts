export interface ProgressReport {
  stage: string;
  done: number;
  total: number;
  unit: string;
  /** Shown behind the bar, as `loss 0.31`. */
  figures?: string[];
  secondsLeft?: number | undefined;
}

export interface ProgressDisplay {
  /** A line that stays. */
  say(line: string): void;
  /** What is going on now: replaces the last report on a terminal, else a line when something has got done. */
  show(report: ProgressReport): void;
}

const barWidth = 24;

function renderBar(done: number, total: number): string {
  const filled = total > 0 ? Math.round((Math.min(done, total) / total) * barWidth) : 0;
  return `[${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}]`;
}

const renderTime = (seconds: number): string =>
  seconds < 90 ? `${Math.round(seconds)} s left` : `${Math.round(seconds / 60)} min left`;

function renderFacts({ stage, done, total, unit, figures = [], secondsLeft }: ProgressReport): string {
  const counted = total > 0 ? `${done}/${total} ${unit}` : '';
  const time = secondsLeft === undefined || done >= total ? '' : renderTime(secondsLeft);
  return [counted, stage, ...figures, time].filter((text) => text !== '').join('  ');
}

/** Progress for people: a bar that moves on a terminal, plain lines anywhere else (at most one each tenth of the way). */
export function createProgressDisplay(output: NodeJS.WriteStream): ProgressDisplay {
  let barShown = false;
  let lastLine = '';
  function clear(): void {
    if (barShown) output.write('\r\u001b[K');
    barShown = false;
  }
  return {
    say(line) {
      clear();
      lastLine = '';
      output.write(`${line}\n`);
    },
    show(report) {
      if (output.isTTY) {
        const line = `  ${renderBar(report.done, report.total)} ${renderFacts(report)}`;
        output.write(`\r\u001b[K${line.slice(0, Math.max(20, output.columns - 1))}`);
        barShown = true;
        return;
      }
      const tenth = report.total > 0 ? Math.floor((report.done / report.total) * 10) : 0;
      const step = report.unit === 'epochs' ? String(report.done) : String(tenth);
      const key = `${report.unit} ${step}`;
      if (key === lastLine) return;
      lastLine = key;
      output.write(`  ${renderFacts(report)}\n`);
    },
  };
}
