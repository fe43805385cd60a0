import { SHADOW_OUTCOMES, type ShadowPair, type ShadowSums } from '@pneumo/shared/contracts';
import { addCell, addCells, cellOf } from '../drift/value-grid.ts';

export const noShadowSums = (): ShadowSums => ({
  pairs: 0,
  table: SHADOW_OUTCOMES.map(() => SHADOW_OUTCOMES.map(() => 0)),
  scores: { champion: 0, challenger: 0, championSquared: 0, challengerSquared: 0, product: 0 },
  championScores: {},
  challengerScores: {},
});

/** Counts one more pair, in place. */
export const addPair = (
  sums: ShadowSums,
  { champion, challenger }: Pick<ShadowPair, 'champion' | 'challenger'>,
): void => {
  const [x, y] = [champion.probability, challenger.probability];
  sums.pairs += 1;
  sums.table[SHADOW_OUTCOMES.indexOf(champion.outcome)]![SHADOW_OUTCOMES.indexOf(challenger.outcome)]! += 1;
  sums.scores.champion += x;
  sums.scores.challenger += y;
  sums.scores.championSquared += x * x;
  sums.scores.challengerSquared += y * y;
  sums.scores.product += x * y;
  addCell(sums.championScores, cellOf('score', x));
  addCell(sums.challengerScores, cellOf('score', y));
};

/** Adds the counts of one to another, in place. */
export const addShadowSums = (into: ShadowSums, from: ShadowSums): void => {
  into.pairs += from.pairs;
  from.table.forEach((row, i) => {
    row.forEach((count, j) => {
      into.table[i]![j]! += count;
    });
  });
  for (const key of ['champion', 'challenger', 'championSquared', 'challengerSquared', 'product'] as const) {
    into.scores[key] += from.scores[key];
  }
  addCells(into.championScores, from.championScores);
  addCells(into.challengerScores, from.challengerScores);
};
