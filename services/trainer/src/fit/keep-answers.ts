import type { RowAnswer } from './score-rows.ts';

/** Asks for each row once, however often it is wanted: a large network takes its time, and its answers are small. */
export const keepAnswers = (
  infer: (rows: readonly number[]) => Promise<RowAnswer[]>,
): ((rows: readonly number[]) => Promise<RowAnswer[]>) => {
  const known = new Map<number, RowAnswer>();
  return async (rows) => {
    const missing = [...new Set(rows)].filter((row) => !known.has(row));
    const answers = await infer(missing);
    missing.forEach((row, index) => known.set(row, answers[index]!));
    return rows.map((row) => known.get(row)!);
  };
};
