import { judgeDrift } from '@pneumo/models/monitoring';
import { DISCLAIMER, type DriftAlarm, type DriftReport, type Principal } from '@pneumo/shared/contracts';
import { createFreshLookup, type Runtime } from '@pneumo/shared/runtime';
import { FIRST_PREDICTIONS, readBaseline } from './read-baseline.ts';
import { readWindow } from './read-window.ts';

/** With fewer than this nothing is said: chance alone would move the figures too far. */
const WINDOW_MIN = 200;
/** How old an alarm may be that a version's detail and the metrics tell. */
const ALARM_FRESH_MS = 60_000;

export interface DriftReports {
  /** Compares now with the baseline. `days`: exactly so many, today among them; the default window reaches back to 500 predictions. */
  report(principal: Principal, version: string, days?: number): Promise<DriftReport>;
  /** The same of the default window, up to a minute old. */
  recent(principal: Principal, version: string): Promise<DriftReport>;
}

const COLLECTING: DriftAlarm = { state: 'collecting', raised: false, because: [] };

/** Reads a few files of counts per day and process, whatever the number of predictions. */
export const createDriftReports = (
  deps: Pick<Runtime, 'store' | 'commissionings'>,
  { freshMs = ALARM_FRESH_MS }: { readonly freshMs?: number } = {},
): DriftReports => {
  const lookup = createFreshLookup<DriftReport>(freshMs);

  const report: DriftReports['report'] = async (principal, version, days) => {
    const baseline = await readBaseline(deps, principal, version);
    const found = typeof baseline === 'number' ? undefined : baseline;
    const { sums, ...window } = await readWindow(deps, principal, version, {
      days,
      without: found?.files ?? new Set(),
    });
    const isEnough = found !== undefined && sums.predictions >= WINDOW_MIN;
    const judged = isEnough ? judgeDrift(found.sums, sums, version) : undefined;
    return {
      version,
      alarm:
        judged === undefined
          ? COLLECTING
          : { state: 'watching', raised: judged.because.length > 0, because: [...judged.because] },
      baseline: found?.shown ?? null,
      collected:
        typeof baseline === 'number'
          ? { predictions: baseline, needed: FIRST_PREDICTIONS }
          : { predictions: sums.predictions, needed: WINDOW_MIN },
      window: { ...window, predictions: sums.predictions },
      figures: judged === undefined ? [] : [...judged.figures],
      shares: judged === undefined ? [] : [...judged.shares],
      disclaimer: DISCLAIMER,
    };
  };

  return {
    report,
    recent: (principal, version) => lookup(`${principal.workspace}/${version}`, () => report(principal, version)),
  };
};
