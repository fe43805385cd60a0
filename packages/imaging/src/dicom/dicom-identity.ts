import type { DataSet } from 'dicom-parser';
import { text } from './element-values.ts';
import { present } from './present-values.ts';
import { TAGS } from './tags.ts';

/**
 * Ids as the file gives them. They leave the decoder for two purposes: to be hashed with the workspace's key, and to be
 * told back to who sent the file. They are never stored and never logged.
 */
export interface DicomIdentity {
  readonly patientId?: string;
  readonly issuer?: string;
  readonly studyUid?: string;
  readonly instanceUid?: string;
  readonly classUid?: string;
}

const UID = /^[0-9.]{1,64}$/;

export function readIdentity(elements: DataSet): DicomIdentity {
  const uid = (tag: string): string | undefined => {
    const value = text(elements, tag);
    return value !== undefined && UID.test(value) ? value : undefined;
  };
  return present({
    patientId: text(elements, TAGS.patientId),
    issuer: text(elements, TAGS.issuerOfPatientId),
    studyUid: uid(TAGS.studyInstanceUid),
    instanceUid: uid(TAGS.sopInstanceUid),
    classUid: uid(TAGS.sopClassUid),
  });
}
