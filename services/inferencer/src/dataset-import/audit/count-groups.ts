import { AGE_BANDS, type AuditGroup, type AuditGroups, type DatasetImage, VIEWS } from '@pneumo/shared/contracts';

/** Devices named one by one; the others are one line. */
const DEVICES = 20;
const RARER = 'other devices';

/** Images per class by age band, view and device; undefined where nothing is known of any. */
export function countGroups(rows: readonly DatasetImage[]): AuditGroups | undefined {
  const ageBand = countBy(rows, (row) => row.ageBand, AGE_BANDS);
  const view = countBy(rows, (row) => row.view, VIEWS);
  const device = countDevices(rows);
  const groups: AuditGroups = {
    ...(ageBand === undefined ? {} : { ageBand }),
    ...(view === undefined ? {} : { view }),
    ...(device === undefined ? {} : { device }),
  };
  return Object.keys(groups).length === 0 ? undefined : groups;
}

function countBy(
  rows: readonly DatasetImage[],
  valueOf: (row: DatasetImage) => string | undefined,
  order: readonly string[],
): AuditGroup | undefined {
  const counts = new Map<string, { normal: number; pneumonia: number }>();
  let known = 0;
  for (const row of rows) {
    const value = valueOf(row);
    if (value === undefined) continue;
    const count = counts.get(value) ?? { normal: 0, pneumonia: 0 };
    count[row.label] += 1;
    counts.set(value, count);
    known += 1;
  }
  if (known === 0) return undefined;
  return {
    known,
    values: order.flatMap((value) => {
      const count = counts.get(value);
      return count === undefined ? [] : [{ value, ...count }];
    }),
  };
}

function countDevices(rows: readonly DatasetImage[]): AuditGroup | undefined {
  const names = [...new Set(rows.flatMap((row) => row.device ?? []))].sort();
  const all = countBy(rows, (row) => row.device, names);
  if (all === undefined) return undefined;
  const byCount = all.values.toSorted((a, b) => b.normal + b.pneumonia - (a.normal + a.pneumonia));
  const rare = byCount.slice(DEVICES);
  if (rare.length === 0) return { ...all, values: byCount };
  const sum = (label: 'normal' | 'pneumonia'): number => rare.reduce((total, each) => total + each[label], 0);
  return {
    ...all,
    values: [...byCount.slice(0, DEVICES), { value: RARER, normal: sum('normal'), pneumonia: sum('pneumonia') }],
  };
}
