const YEARS_PER_UNIT: Readonly<Record<string, number>> = { D: 1 / 365.25, W: 7 / 365.25, M: 1 / 12, Y: 1 };
const MS_PER_YEAR = 365.25 * 86_400_000;
const OLDEST_YEARS = 125;

/**
 * Age at the picture, in years with fractions, from an age string (`034Y`, `006M`; a bare number counts as years, as
 * some public sets write it) or from the birth date and the day of the picture. Undefined where neither is plausible.
 */
export function ageInYears(known: {
  age: string | undefined;
  birthDate: string | undefined;
  takenOn: string | undefined;
}): number | undefined {
  const told = /^(\d{1,3})([DWMY]?)$/.exec(known.age ?? '');
  if (told !== null) return plausible(Number(told[1]) * YEARS_PER_UNIT[told[2] || 'Y']!);
  const born = dateMs(known.birthDate);
  const taken = dateMs(known.takenOn);
  return born === undefined || taken === undefined ? undefined : plausible((taken - born) / MS_PER_YEAR);
}

function plausible(years: number): number | undefined {
  return years >= 0 && years <= OLDEST_YEARS ? years : undefined;
}

/** `19930224`, and `1993.02.24` as files before 1993 have it. */
function dateMs(date: string | undefined): number | undefined {
  const parts = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(date ?? '');
  if (parts === null) return undefined;
  const ms = Date.parse(`${parts[1]}-${parts[2]}-${parts[3]}T00:00:00Z`);
  return Number.isNaN(ms) ? undefined : ms;
}
