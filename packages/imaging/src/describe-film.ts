import type { FilmDescription } from '@pneumo/shared/contracts';
import type { CanonicalImage } from './canonicalise.ts';
import type { DicomIdentity } from './dicom/dicom-identity.ts';

type KeyedHash = (text: string) => string;

/** The workspace's keyed hashes, one for each kind of id. */
export interface FilmHashes {
  readonly patient: KeyedHash;
  readonly study: KeyedHash;
  readonly instance: KeyedHash;
}

/**
 * What is kept of a picture beside its pixels: ids become keyed hashes here, and nothing else of the header is left.
 * `openHashes` is called for DICOM files only.
 */
export async function describeFilm(
  { source, dicom }: Pick<CanonicalImage, 'source' | 'dicom'>,
  openHashes: () => Promise<FilmHashes>,
): Promise<FilmDescription> {
  if (dicom === undefined) return { format: source.format, warnings: [] };
  const { identity, ...kept } = dicom;
  const { studyUid, instanceUid } = identity;
  const patient = patientTextOf(identity);
  const hashes = await openHashes();
  return {
    format: source.format,
    ...kept,
    ...(patient === undefined ? {} : { patient: hashes.patient(patient) }),
    ...(studyUid === undefined ? {} : { study: hashes.study(studyUid) }),
    ...(instanceUid === undefined ? {} : { instance: hashes.instance(instanceUid) }),
  };
}

/** What is hashed for a patient: the id, together with its issuer where one is told. */
export function patientTextOf({ patientId, issuer }: DicomIdentity): string | undefined {
  return patientId === undefined || issuer === undefined ? patientId : `${patientId}\0${issuer}`;
}
