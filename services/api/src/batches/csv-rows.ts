import type { BatchLine } from '@pneumo/shared/contracts';

type Cell = string | number | undefined | null;

/** Columns in their order. The disclaimer stands in every row: rows are what gets copied elsewhere. */
const COLUMNS: Record<string, (line: BatchLine) => Cell> = {
  index: ({ index }) => index,
  name: ({ name }) => name,
  nameSha256: ({ nameSha256 }) => nameSha256,
  sha256: ({ sha256 }) => sha256,
  imageId: ({ imageId }) => imageId,
  replayOf: ({ replayOf }) => replayOf,
  outcome: ({ outcome }) => outcome,
  outcomeInWords: ({ outcomeInWords }) => outcomeInWords,
  probability: ({ probability }) => probability,
  threshold: ({ threshold }) => threshold,
  sensitivity: ({ operatingPoint }) => operatingPoint?.sensitivity.value,
  specificity: ({ operatingPoint }) => operatingPoint?.specificity.value,
  abstainedBecause: ({ abstainedBecause }) => abstainedBecause,
  wouldAbstain: ({ wouldAbstain }) => wouldAbstain,
  warnings: ({ warnings }) => warnings?.map(({ code }) => code).join('; '),
  model: ({ model }) => model?.alias,
  version: ({ model }) => model?.version,
  errorCode: ({ error }) => error?.code,
  errorMessage: ({ error }) => error?.message,
  disclaimer: ({ disclaimer }) => disclaimer,
};

/** A text that a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** RFC 4180; a text that begins as a formula is made a text by an apostrophe. */
const cellOf = (value: Cell): string => {
  if (typeof value !== 'string') return value === undefined || value === null ? '' : String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const rowOf = (cells: readonly Cell[]): string => `${cells.map(cellOf).join(',')}\r\n`;

/** Chunks of lines of JSON -> chunks of CSV, with a header. */
export async function* csvRows(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  yield rowOf(Object.keys(COLUMNS));
  for await (const chunk of chunks) {
    const lines = chunk.split('\n').filter((text) => text !== '');
    yield lines
      .map((text) => JSON.parse(text) as BatchLine)
      .map((line) => rowOf(Object.values(COLUMNS).map((cell) => cell(line))))
      .join('');
  }
}
