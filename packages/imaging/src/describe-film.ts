import type { FilmDescription } from '@pneumo/shared/contracts';
import type { CanonicalImage } from './canonicalise.ts';

type KeyedHash = (text: string) => string;

/** The workspace's keyed hashes, one for each kind of id. */
export interface FilmHashes {
  readonly patient: KeyedHash;
  readonly study: KeyedHash;
  readonly instance: KeyedHash;
}

/**
 * What is kept of a picture beside its pixels: ids become keyed hashes here, and nothing else of the header is left.
 * `openHashes` is called for DICOM files only. A patient's id counts together with its issuer, where one is told.
 */
export async function describeFilm(
  { source, dicom }: Pick<CanonicalImage, 'source' | 'dicom'>,
  openHashes: () => Promise<FilmHashes>,
): Promise<FilmDescription> {
  if (dicom === undefined) return { format: source.format, warnings: [] };
  const { identity, ...kept } = dicom;
  const { patientId, issuer, studyUid, instanceUid } = identity;
  const hashes = await openHashes();
  return {
    format: source.format,
    ...kept,
    ...(patientId === undefined ? {} : { patient: hashes.patient([patientId, issuer ?? []].flat().join('\0')) }),
    ...(studyUid === undefined ? {} : { study: hashes.study(studyUid) }),
    ...(instanceUid === undefined ? {} : { instance: hashes.instance(instanceUid) }),
  };
}
