import type { ClassLabel, FilmDescription, ReviewCase, ReviewsSource } from '../../contracts/index.ts';
import { patientKeyOfImage } from '../dataset-files/index.ts';
import { type CurrentReading, readingsOf, standingOf } from './case-standing.ts';

/** A reviewed image that becomes a row of a data set. */
export interface ReviewedImage {
  readonly job: string;
  readonly imageId: string;
  readonly label: ClassLabel;
  readonly patient: string;
  readonly film: FilmDescription | undefined;
  readonly readings: readonly CurrentReading[];
}

/**
 * The key of the patient of a reviewed image: for DICOM the same as a labels.csv with that PatientID gives, so that data sets know each
 * other's patients; otherwise a key of the picture's own.
 */
const patientOf = ({ film, imageId }: ReviewCase): string =>
  film?.patient === undefined ? patientKeyOfImage(imageId, undefined) : `id:${film.patient.slice(0, 16)}`;

const isClass = (label: string | null | undefined): label is ClassLabel => label === 'normal' || label === 'pneumonia';

const labelOf = (
  { outcome }: ReviewCase,
  readings: readonly CurrentReading[],
  labels: ReviewsSource['labels'],
): ClassLabel | undefined => {
  const agreed = standingOf(readings, outcome);
  if (agreed.state === 'agreed') return isClass(agreed.label) ? agreed.label : undefined;
  const only = readings.length === 1 ? readings[0]?.reading.label : undefined;
  return labels === 'single' && isClass(only) ? only : undefined;
};

/** Which reviewed images a data set takes. What readers dispute, are unsure of or call unusable is left out. */
export const selectReviewed = (
  cases: readonly ReviewCase[],
  { since, until, minReaders, labels }: ReviewsSource,
): ReviewedImage[] =>
  cases.flatMap((each) => {
    const readings = readingsOf(each, { since, until });
    const label = labelOf(each, readings, labels);
    const deciding = readings.filter(({ reading }) => reading.label !== 'unsure').length;
    if (label === undefined || deciding < minReaders) return [];
    const { job, imageId, film } = each;
    return [{ job, imageId, label, patient: patientOf(each), film, readings }];
  });

/** What a person should know of labels that readers gave, before a version is trained on them. */
export const warningsOfReviewed = (images: readonly ReviewedImage[]): string[] => {
  const warnings: string[] = [];
  const of = images.length;
  const count = (holds: (image: ReviewedImage) => boolean): number => images.filter(holds).length;
  const seen = count(({ readings }) => readings.some(({ reading }) => reading.blinding !== 'assigned'));
  if (seen > 0) {
    warnings.push(
      `${seen} of ${of} labels rest on a reader who saw the AI's answer, or may have: they lean towards that answer.`,
    );
  }
  const single = count(({ readings }) => readings.length === 1);
  if (single > 0) warnings.push(`${single} of ${of} labels are one reader's alone.`);
  const random = count(({ readings }) => readings[0]?.reading.origin?.rule === 'random');
  if (random < of) {
    warnings.push(
      `${of - random} of ${of} images were not drawn at random for their first reading: shares and figures do not speak for all images.`,
    );
  }
  return warnings;
};
