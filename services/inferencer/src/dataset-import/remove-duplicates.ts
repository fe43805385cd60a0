import type { DuplicateFile } from '@pneumo/shared/contracts';
import type { ImportedImage } from './read-images.ts';

export interface Deduplicated {
  kept: ImportedImage[];
  duplicates: DuplicateFile[];
  warnings: string[];
}

/**
 * One row per picture: the first by name stays. A picture that is labelled both ways tells nothing, so all its
 * copies go. Rows must be in order of their names.
 */
export function removeDuplicates(images: readonly ImportedImage[]): Deduplicated {
  const kept: ImportedImage[] = [];
  const duplicates: DuplicateFile[] = [];
  let contradictory = 0;
  let acrossSides = 0;
  for (const copies of Map.groupBy(images, (image) => image.imageId).values()) {
    const [first, ...others] = copies as [ImportedImage, ...ImportedImage[]];
    const contradicts = others.some((copy) => copy.label !== first.label);
    if (contradicts) contradictory += 1;
    else kept.push(first);
    if (others.some((copy) => isTest(copy) !== isTest(first))) acrossSides += 1;
    for (const copy of contradicts ? copies : others) {
      duplicates.push({
        sourceName: copy.sourceName,
        ordinal: copy.ordinal,
        imageId: copy.imageId,
        keptAs: contradicts ? null : first.sourceName,
      });
    }
  }
  const warnings: string[] = [];
  if (contradictory > 0) {
    warnings.push(`${contradictory} pictures lie in both classes; all their copies were left out.`);
  }
  if (acrossSides > 0) {
    warnings.push(`${acrossSides} pictures lie on both sides of the published split; one copy of each was kept.`);
  }
  return { kept, duplicates, warnings };
}

function isTest(image: ImportedImage): boolean {
  return image.publishedSplit === 'test';
}
