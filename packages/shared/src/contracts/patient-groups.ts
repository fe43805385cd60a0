import Type from 'typebox';

/** Bands by age in whole years; the first is the first year of life. Figures are told by band, never by age. */
export const AGE_BANDS = ['under-1', '1-4', '5-9', '10-14', '15-17', '18-39', '40-64', '65-plus'] as const;
export type AgeBand = (typeof AGE_BANDS)[number];
export const AgeBand = Type.Unsafe<AgeBand>(
  Type.Union(
    AGE_BANDS.map((band) => Type.Literal(band)),
    { description: 'Age at the picture, in years' },
  ),
);

const FIRST_YEARS: readonly number[] = [0, 1, 5, 10, 15, 18, 40, 65];
const ADULT_BANDS: readonly AgeBand[] = ['18-39', '40-64', '65-plus'];

/** The band of an age in years, fractions of a year included. Throws RangeError for what is no age. */
export const ageBandOf = (years: number): AgeBand => {
  if (!(years >= 0)) throw new RangeError(`${years} is no age`);
  return AGE_BANDS[FIRST_YEARS.findLastIndex((first) => years >= first)]!;
};

export const isAdult = (band: AgeBand): boolean => ADULT_BANDS.includes(band);

/** How the picture was taken; `frontal` where it is not told whether from the front or from behind. */
export const VIEWS = ['PA', 'AP', 'frontal', 'lateral', 'other'] as const;
export type View = (typeof VIEWS)[number];
export const View = Type.Unsafe<View>(Type.Union(VIEWS.map((view) => Type.Literal(view))));

/** Model of the machine that took the picture. */
export const Device = Type.String({ minLength: 1, maxLength: 64 });
