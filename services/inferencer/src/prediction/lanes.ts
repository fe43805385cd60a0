/** How soon an image is wanted: `bulk` is what nobody waits for, such as batches and shadows. */
export type Lane = 'urgent' | 'routine' | 'bulk';

export interface Lanes<T> {
  add(lane: Lane, item: T): void;
  size(): number;
  hasUrgent(): boolean;
  /** The next run: at least one item, where any waits. */
  take(): T[];
  /** How long a run took, from which the next are cut. */
  measured(items: number, ms: number): void;
}

/** A run that holds bulk images lasts about so long: what an urgent image waits for at most. */
const BULK_RUN_MS = 60;

/** Images of a bulk run until runs have been measured. */
const BULK_FIRST = 4;

/** How much of an average the latest run is. */
const LATEST_SHARE = 0.3;

/**
 * Cuts what waits into runs of at most `maxBatch`: urgent first, then routine. Bulk images fill up a short run, and otherwise have one
 * place in each, so that they are never forgotten; but none in a run that somebody waits for urgently.
 */
export const createLanes = <T>(maxBatch: number): Lanes<T> => {
  const waiting: Record<Lane, T[]> = { urgent: [], routine: [], bulk: [] };
  let msPerItem: number | undefined;

  const bulkRun = (): number =>
    Math.min(
      maxBatch,
      msPerItem === undefined ? BULK_FIRST : Math.max(1, Math.floor(BULK_RUN_MS / Math.max(msPerItem, 1e-3))),
    );

  return {
    add: (lane, item) => {
      waiting[lane].push(item);
    },
    size: () => waiting.urgent.length + waiting.routine.length + waiting.bulk.length,
    hasUrgent: () => waiting.urgent.length > 0,
    take: () => {
      const urgent = waiting.urgent.splice(0, maxBatch);
      const kept = waiting.bulk.length > 0 && urgent.length === 0 && maxBatch > 1 ? 1 : 0;
      const routine = waiting.routine.splice(0, maxBatch - urgent.length - kept);
      const places = urgent.length > 0 ? 0 : Math.max(kept, bulkRun() - routine.length);
      return [...urgent, ...routine, ...waiting.bulk.splice(0, places)];
    },
    measured: (items, ms) => {
      const latest = ms / items;
      msPerItem = msPerItem === undefined ? latest : msPerItem + LATEST_SHARE * (latest - msPerItem);
    },
  };
};
