export interface SplitPatient {
  /** What identifies a person in this data set; see the method's rule for the published one. */
  readonly patientKey: string;
  readonly label: string;
  /** Count of images, at least 1. */
  readonly images: number;
  readonly publishedSplit?: string | undefined;
}

/**
 * One entry per patient, in no particular order. A patient with images of several classes counts under the class of most of them (of
 * equals, the one first in the alphabet), and as published for testing when any entry was: one person is never on two sides.
 */
export function mergePatients(patients: Iterable<SplitPatient>): SplitPatient[] {
  const entries = Map.groupBy(patients, (patient) => patient.patientKey);
  return Array.from(entries, ([patientKey, parts]) => {
    const imagesByLabel = new Map<string, number>();
    for (const part of parts) imagesByLabel.set(part.label, (imagesByLabel.get(part.label) ?? 0) + part.images);
    const [label] = [...imagesByLabel].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]!;
    return {
      patientKey,
      label,
      images: parts.reduce((sum, part) => sum + part.images, 0),
      publishedSplit: parts.some((part) => part.publishedSplit === 'test') ? 'test' : parts[0]!.publishedSplit,
    };
  });
}
