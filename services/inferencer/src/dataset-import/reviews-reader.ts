import { imageError } from '@pneumo/imaging';
import type { Principal, ReviewsSource } from '@pneumo/shared/contracts';
import {
  createReviewCases,
  type DescribeFile,
  type ObjectStore,
  objectKeys,
  PneumoError,
  selectReviewed,
  warningsOfReviewed,
} from '@pneumo/shared/runtime';
import type { SourceEntry } from '../archive/source-entry.ts';

export interface ReviewsReader {
  count: number;
  entries(): AsyncIterable<SourceEntry>;
  /** What readers said of each entry, in the place of names and folders. */
  described: { describe: DescribeFile; warnings: readonly string[] };
}

/** The stored images that readers have reviewed, each as `jobs/<jobId>`. Throws PneumoError dataset_empty when there is none. */
export async function openReviews(
  store: ObjectStore,
  principal: Principal,
  source: ReviewsSource,
): Promise<ReviewsReader> {
  const cases = await createReviewCases(store).list(principal);
  const images = new Map(selectReviewed(cases, source).map((image) => [`jobs/${image.job}`, image]));
  if (images.size === 0) {
    throw new PneumoError('dataset_empty', 'No review of this workspace gives a label that was asked for.');
  }
  return {
    count: images.size,
    async *entries() {
      for (const [path, { imageId }] of images) {
        yield await Promise.resolve({
          path,
          read: async () => {
            const found = await store.tryGet(objectKeys.image(principal.workspace, imageId));
            if (found === undefined) throw imageError('image_unreadable', 'The image is no longer stored.');
            return found.bytes;
          },
        });
      }
    },
    described: {
      warnings: warningsOfReviewed([...images.values()]),
      describe: (path) => {
        const image = images.get(path);
        if (image === undefined) return { kind: 'ignored' };
        const { label, patient, film } = image;
        return {
          kind: 'image',
          label,
          patient,
          subtype: undefined,
          publishedSplit: undefined,
          ageBand: film?.ageBand,
          view: film?.view,
          device: film?.device,
        };
      },
    },
  };
}
