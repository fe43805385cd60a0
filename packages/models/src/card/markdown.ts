import type { Estimate } from '@pneumo/shared/contracts';

/** Three decimals, or a dash where a figure is not defined. */
export const figure = (value: number | null | undefined, digits = 3): string =>
  value === null || value === undefined ? '-' : value.toFixed(digits);

/** "0.979 [0.964, 0.991]". */
export const estimate = (given: Estimate | undefined): string => {
  if (given === undefined || given.value === null) return 'not defined';
  return given.low === null || given.high === null
    ? figure(given.value)
    : `${figure(given.value)} [${figure(given.low)}, ${figure(given.high)}]`;
};

export const percent = (share: number): string => `${Number((share * 100).toFixed(1))} %`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Names come from people: none may end a cell, open a tag, or start a link. */
export const text = (given: string): string =>
  given
    .replace(/[\r\n]+/g, ' ')
    .replace(/[&<>]/g, (character) => ENTITIES[character]!)
    .replace(/[\\`*_[\]|#!]/g, (character) => `\\${character}`);

/** A value in code, which takes no escapes. */
export const code = (given: string | number): string => `\`${String(given).replace(/[`\r\n|]/g, ' ')}\``;

export type Row = readonly string[];

export const table = (head: Row, rows: readonly Row[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

export const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');
