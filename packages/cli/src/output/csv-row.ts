export type CsvCell = string | number | null | undefined;

/** A text that a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

const cellOf = (value: CsvCell): string => {
  if (typeof value !== 'string') return value === undefined || value === null ? '' : String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** RFC 4180, without the end of the line; a text that begins as a formula is made a text by an apostrophe. */
export const csvRow = (cells: readonly CsvCell[]): string => cells.map(cellOf).join(',');
