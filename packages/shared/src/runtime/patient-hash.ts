import { createHash } from 'node:crypto';
import { isOwnPatient } from './dataset-files/patient-key.ts';

/** How a version records the patients that it was trained on. */
export const hashPatient = (patientKey: string): string => createHash('sha256').update(patientKey).digest('hex');

/** The same for looking a patient up; null where the key stands for a file, since equal names of files make no person. */
export const patientHashOf = (patientKey: string): string | null =>
  isOwnPatient(patientKey) ? null : hashPatient(patientKey);
