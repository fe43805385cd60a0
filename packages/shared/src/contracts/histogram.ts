import Type, { type Static } from 'typebox';

/** Counts by cell of a fixed grid; cells without any are left out. JSON keys: the cell's number. */
export const CellCounts = Type.Record(Type.String(), Type.Integer({ minimum: 0 }));
export type CellCounts = Static<typeof CellCounts>;
