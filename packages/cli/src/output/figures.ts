import type { Estimate } from '@pneumo/shared/contracts';

/** Three digits, or a word where a figure is not defined. */
export const figure = (value: number | null | undefined): string =>
  typeof value === 'number' ? value.toFixed(3) : 'not defined';

export const withInterval = ({ value, low, high }: Estimate): string =>
  low === null || high === null ? figure(value) : `${figure(value)} (95 % interval ${figure(low)} to ${figure(high)})`;

export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

export const megabytesOf = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

export const percent = (share: number): string => `${Number((100 * share).toFixed(1))} %`;
