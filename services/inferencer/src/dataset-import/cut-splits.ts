import { assignSplits } from '@pneumo/models';
import { CLASS_LABELS, type DatasetImage, SPLITS, type SplitCounts } from '@pneumo/shared/contracts';
import { isOwnPatient, PneumoError } from '@pneumo/shared/runtime';
import type { ImportedImage } from './read-images.ts';

export interface SplitDataset {
  rows: DatasetImage[];
  splits: SplitCounts;
  patients: number;
  hasPublishedTest: boolean;
  warnings: string[];
}

/**
 * Gives every row its patient's split and counts the parts.
 * Throws PneumoError dataset_empty, dataset_one_class or dataset_too_small: figures need both classes in every part.
 */
export function cutSplits(
  images: readonly ImportedImage[],
  seed: number,
  unknownPatients = 'file names do not say whose picture it is',
): SplitDataset {
  const classes = new Set(images.map((image) => image.label));
  if (classes.size === 0) throw new PneumoError('dataset_empty');
  if (classes.size === 1) throw new PneumoError('dataset_one_class', `All pictures are ${[...classes].join()}.`);

  const tests = images.filter((image) => image.publishedSplit === 'test').length;
  // A test folder with nothing beside it is just the data: there is no other side to seal it from.
  const hasPublishedTest = tests > 0 && tests < images.length;
  const splitOf = assignSplits({
    patients: images.map(({ patient, label, publishedSplit }) => ({
      patientKey: patient,
      label,
      images: 1,
      publishedSplit,
    })),
    seed,
    hasPublishedTest,
  });
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- named to be left out
  const rows = images.map(({ ordinal, ...image }) => ({ ...image, split: splitOf.get(image.patient)! }));
  const splits = countSplits(rows);
  refuseGaps(splits);
  return {
    rows,
    splits,
    patients: splitOf.size,
    hasPublishedTest,
    warnings: warningsOf(images, unknownPatients),
  };
}

function countSplits(rows: readonly DatasetImage[]): SplitCounts {
  const counts: SplitCounts = {};
  for (const split of SPLITS) {
    const own = rows.filter((row) => row.split === split);
    counts[split] = {
      images: own.length,
      patients: new Set(own.map((row) => row.patient)).size,
      normal: own.filter((row) => row.label === 'normal').length,
      pneumonia: own.filter((row) => row.label === 'pneumonia').length,
    };
  }
  return counts;
}

function refuseGaps(splits: SplitCounts): void {
  for (const [split, counts] of Object.entries(splits)) {
    const missing = CLASS_LABELS.find((label) => counts[label] === 0);
    if (missing !== undefined) {
      throw new PneumoError('dataset_too_small', `The ${split} split has no patient with the class ${missing}.`);
    }
  }
}

function warningsOf(images: readonly ImportedImage[], unknownPatients: string): string[] {
  const warnings: string[] = [];
  const unknown = images.filter((image) => isOwnPatient(image.patient)).length;
  if (unknown > 0) {
    warnings.push(
      `${unknown} ${unknownPatients}; each of these counts as a patient of its own. ` +
        'If people repeat among them, figures come out too good.',
    );
  }
  const labels = Map.groupBy(images, (image) => image.patient);
  const mixed = [...labels.values()].filter((own) => new Set(own.map((image) => image.label)).size > 1).length;
  if (mixed > 0) warnings.push(`${mixed} patients have pictures of both classes; each stays within one split.`);
  const sides = [...labels.values()].filter(
    (own) => new Set(own.map((image) => image.publishedSplit === 'test')).size > 1,
  );
  if (sides.length > 0) {
    warnings.push(
      `${sides.length} patients lie on both sides of the published split; all their pictures count as test.`,
    );
  }
  return warnings;
}
