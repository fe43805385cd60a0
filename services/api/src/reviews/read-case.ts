import type { ReviewCase, ReviewSummary } from '@pneumo/shared/contracts';
import { type CurrentReading, readingsOf } from '@pneumo/shared/runtime';

/** A prediction with what its readers say. */
export interface ReadCase {
  readonly of: ReviewCase;
  readonly readings: readonly CurrentReading[];
  /** The unit of the intervals: the patient, or the image where nobody said whose it is. */
  readonly patient: string;
}

/** The readings that a filter lets through. */
export const readCase = (each: ReviewCase, { since, until, aiSeen }: ReviewSummary['filter']): ReadCase => ({
  of: each,
  readings: readingsOf(each, { since: since ?? undefined, until: until ?? undefined }).filter(
    ({ reading }) => aiSeen === null || reading.aiSeen === aiSeen,
  ),
  patient: each.film?.patient ?? each.imageId,
});
