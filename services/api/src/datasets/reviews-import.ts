import type { DatasetFields, DatasetFromReviewsRequest, ReviewsSource } from '@pneumo/shared/contracts';
import { isoTime } from '../forms/iso-time.ts';

/** Whether a JSON body asks for a data set of reviewed images; what is wrong with it is told when it is checked. */
export const asksForReviews = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'fromReviews' in body;

/**
 * The request as fields, source, and what makes two requests the same: where no `until` was sent the time of asking is filled in, and another time is
 * not another request. Throws `RequestInvalid` for a time that is none.
 */
export const reviewsImportOf = (
  { fromReviews, name, seed }: DatasetFromReviewsRequest,
  now: Date,
): [fields: DatasetFields, source: ReviewsSource, asked: unknown] => {
  const { name: innerName, since, until, labels = 'agreed', minReaders } = fromReviews === true ? {} : fromReviews;
  const source: ReviewsSource = {
    type: 'reviews',
    ...(since === undefined ? {} : { since: isoTime('fromReviews/since', since) }),
    until: until === undefined ? now.toISOString() : isoTime('fromReviews/until', until),
    labels,
    minReaders: minReaders ?? (labels === 'agreed' ? 2 : 1),
  };
  return [
    { name: name ?? innerName ?? 'Reviewed images', ...(seed === undefined ? {} : { seed }) },
    source,
    fromReviews,
  ];
};
