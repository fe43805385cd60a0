import { wilsonInterval } from '../metrics/wilson-interval.ts';

/** How far below a share its 95 % interval may reach before a threshold that rests on it is a guess. */
const MARGIN = 0.1;
/** The specificity that the normals are counted for: whoever has less needs more of them, not fewer. */
const PLANNED_SPECIFICITY = 0.9;

/**
 * Patients of each class that a site's threshold takes: so many that an observed sensitivity of `minSensitivity` (for normals: a specificity
 * of 0.9) has a Wilson interval that reaches at most 0.1 below it, and that at least one patient may be missed. At 0.95: 49 with
 * pneumonia, 62 without.
 */
export function patientsNeeded(minSensitivity: number): { readonly pneumonia: number; readonly normal: number } {
  return { pneumonia: fewestFor(minSensitivity), normal: fewestFor(PLANNED_SPECIFICITY) };
}

function fewestFor(share: number): number {
  let patients = Math.ceil(1 / (1 - share) - 1e-9);
  while (wilsonInterval(share * patients, patients).low! < share - MARGIN) patients += 1;
  return patients;
}
