import { addDriftSums, noDriftSums } from '@pneumo/models/monitoring';
import type { DriftSums, Principal } from '@pneumo/shared/contracts';
import { dayOf, objectKeys, type Runtime, readCountFiles } from '@pneumo/shared/runtime';

const DAY_MS = 24 * 3_600_000;
const DEFAULT_DAYS = 7;
/** Where the last seven days hold fewer than this, the default window reaches further back, day by day. */
const WANTED = 500;
export const LONGEST_DAYS = 90;

export interface DriftWindow {
  readonly days: number;
  readonly since: string | null;
  readonly until: string | null;
  readonly sums: DriftSums;
}

interface Day {
  readonly sums: DriftSums;
  since: string;
  until: string;
}

/** The first of so many days that end today (UTC). */
const firstDay = (days: number): string => dayOf(new Date(Date.now() - (days - 1) * DAY_MS).toISOString());

const readDays = async (
  { store }: Pick<Runtime, 'store'>,
  { workspace }: Principal,
  version: string,
  fromDay: string,
  without: ReadonlySet<string>,
): Promise<Map<string, Day>> => {
  const days = new Map<string, Day>();
  const folder = objectKeys.driftCounts(workspace, version);
  await readCountFiles<DriftSums>(store, folder, fromDay, ({ key, day: name, file }) => {
    if (without.has(key)) return;
    const { since, until } = file;
    const day = days.get(name) ?? { sums: noDriftSums(), since, until };
    addDriftSums(day.sums, file.sums);
    if (since < day.since) day.since = since;
    if (until > day.until) day.until = until;
    days.set(name, day);
  });
  return days;
};

const countIn = (days: ReadonlyMap<string, Day>): number =>
  [...days.values()].reduce((sum, { sums }) => sum + sums.predictions, 0);

/** The predictions of the last days, but for those that the baseline holds: of `days`, or of seven and as many more as make 500. */
export const readWindow = async (
  deps: Pick<Runtime, 'store'>,
  principal: Principal,
  version: string,
  { days, without }: { readonly days?: number | undefined; readonly without: ReadonlySet<string> },
): Promise<DriftWindow> => {
  const asked = days ?? DEFAULT_DAYS;
  let found = await readDays(deps, principal, version, firstDay(asked), without);
  if (days === undefined && countIn(found) < WANTED) {
    found = await readDays(deps, principal, version, firstDay(LONGEST_DAYS), without);
  }
  const newestFirst = [...found].sort(([a], [b]) => b.localeCompare(a));
  const sums = noDriftSums();
  const taken: (readonly [name: string, day: Day])[] = [];
  for (const [name, day] of newestFirst) {
    if (name < firstDay(asked) && sums.predictions >= WANTED) break;
    addDriftSums(sums, day.sums);
    taken.push([name, day]);
  }
  const oldest = taken.at(-1);
  const reached = oldest === undefined ? 0 : Math.round((Date.parse(firstDay(1)) - Date.parse(oldest[0])) / DAY_MS) + 1;
  return {
    days: Math.max(asked, reached),
    since: oldest?.[1].since ?? null,
    until: taken[0]?.[1].until ?? null,
    sums,
  };
};
