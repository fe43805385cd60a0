import { addSample, noDriftSums } from '@pneumo/models/monitoring';
import type { DriftSums } from '@pneumo/shared/contracts';
import { type CountWriter, createCountWriter, type Logger, type ObjectStore, objectKeys } from '@pneumo/shared/runtime';
import type { FollowChampion } from '../prediction/champion-answer.ts';

export interface ChampionCounts {
  readonly count: FollowChampion;
  /** Writes what was counted last. */
  close(): Promise<void>;
}

/** Counts the champion's answers for the drift watch, in files of this process. A kill loses the last two seconds of them. */
export const createChampionCounts = (options: {
  readonly store: ObjectStore;
  readonly logger: Logger;
  readonly flushMs?: number;
}): ChampionCounts => {
  const writer: CountWriter<DriftSums> = createCountWriter({ ...options, empty: noDriftSums });
  return {
    count: ({ principal, version, sample }) => {
      const folder = objectKeys.driftCounts(principal.workspace, version);
      writer.add(folder, new Date().toISOString(), (sums) => addSample(sums, sample));
    },
    close: () => writer.close(),
  };
};
