import type { Estimate } from '@pneumo/shared/contracts';

type Maybe = number | null | undefined;

/** Three decimals, or a dash where a figure is not defined. */
export const figureOf = (value: Maybe, digits = 3): string =>
  value === null || value === undefined ? '–' : value.toFixed(digits);

/** "0.979 [0.964, 0.991]", the 95 % interval in brackets, which no line breaks. */
export const estimateOf = (given: Estimate | null | undefined, digits = 3): string => {
  if (given === null || given === undefined || given.value === null) return 'not defined';
  return given.low === null || given.high === null
    ? figureOf(given.value, digits)
    : `${figureOf(given.value, digits)} [${figureOf(given.low, digits)},\u00a0${figureOf(given.high, digits)}]`;
};

export const percentOf = (share: Maybe, digits = 1): string =>
  share === null || share === undefined ? '–' : `${Number((share * 100).toFixed(digits))} %`;

export const countOf = (count: number): string => count.toLocaleString('en');

const UNITS = ['bytes', 'KB', 'MB', 'GB'] as const;

export const bytesOf = (sizeBytes: number): string => {
  const power = Math.min(UNITS.length - 1, sizeBytes < 1 ? 0 : Math.floor(Math.log10(sizeBytes) / 3));
  return `${Number((sizeBytes / 1000 ** power).toFixed(power === 0 ? 0 : 1))} ${UNITS[power] ?? 'bytes'}`;
};
