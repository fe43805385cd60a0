import type { Labels } from '../metrics/check-samples.ts';
import { createRandom, shuffle } from '../random/create-random.ts';

/**
 * A fold for each image, all images of a patient in the same one, patients of each class dealt out evenly. A patient with images of both
 * classes is dealt as one with pneumonia. Depends on the seed and the set of patients, not on their order.
 */
export function groupedFolds(
  labels: Labels,
  patients: readonly string[],
  { folds, seed }: { readonly folds: number; readonly seed: string | number },
): Uint8Array {
  const sick = new Map<string, boolean>();
  for (const [i, patient] of patients.entries()) sick.set(patient, sick.get(patient) === true || labels[i] === 1);
  const keys = [...sick.keys()].sort();
  const random = createRandom(`${seed}:folds`);
  const ofClass = (wanted: boolean): string[] =>
    shuffle(
      keys.filter((key) => sick.get(key) === wanted),
      random,
    );
  const foldOf = new Map([...ofClass(false), ...ofClass(true)].map((key, i) => [key, i % folds]));
  return Uint8Array.from(patients, (patient) => foldOf.get(patient)!);
}
