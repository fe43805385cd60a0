import { createHash } from 'node:crypto';
import type { KeyedHash } from '../workspace-secrets.ts';
import type { PublishedSplit } from './source-layout.ts';

/** Names of the published set: `person123_bacteria_4.jpeg`, `IM-0115-0001.jpeg`, `NORMAL2-IM-0529-0001.jpeg`. */
const PUBLISHED_NAME = /^(person\d+|(?:NORMAL2-)?IM-\d+)(?=[-_.]|$)/i;
const SUBTYPE = /_(bacteria|virus)_/i;
const SUBTYPE_FOLDERS: Readonly<Record<string, string>> = {
  bacteria: 'bacteria',
  bacterial: 'bacteria',
  virus: 'virus',
  viral: 'virus',
};

const PUBLISHED_ID = /^(?:person\d+|(?:NORMAL2-)?IM-\d+)$/i;

const OWN_PATIENT = ':file-';

/**
 * The unit of splitting, such as `train:person123`: side of the published split and the whole id prefix. The same id on
 * the two sides is another person, and so are `IM-` and `NORMAL2-IM-`; the published val belongs to the side of train.
 * An unknown name becomes a hash of the path, because a name that somebody else gave may be a person's.
 */
export function patientKeyOf(path: string, fileName: string, publishedSplit: PublishedSplit | undefined): string {
  const side = publishedSplit === 'test' ? 'test' : 'train';
  const id = PUBLISHED_NAME.exec(fileName)?.[1];
  if (id !== undefined) return `${side}:${id}`;
  return `${side}${OWN_PATIENT}${createHash('sha256').update(path).digest('hex').slice(0, 16)}`;
}

/** The key of a stored picture whose name does not say whose it is: by its pixels, so that it is the same on every machine. */
export function patientKeyOfImage(imageId: string, publishedSplit: PublishedSplit | undefined): string {
  return `${publishedSplit === 'test' ? 'test' : 'train'}${OWN_PATIENT}${imageId.slice(0, 16)}`;
}

/** For keys that are never stored: anybody can try ids out against it. */
export const plainHash: KeyedHash = (text) => createHash('sha256').update(`patient\0${text}`).digest('hex');

/**
 * The key of a patient whom labels.csv names. Ids of the published set keep their rule; any other is the same person wherever it
 * occurs, on both sides of a split, too, and becomes a hash: it may be a hospital's number.
 */
export function patientKeyOfId(patientId: string, publishedSplit: PublishedSplit | undefined, hash: KeyedHash): string {
  if (PUBLISHED_ID.test(patientId)) return `${publishedSplit === 'test' ? 'test' : 'train'}:${patientId}`;
  return `id:${hash(patientId).slice(0, 16)}`;
}

/** Whether a key stands for one file, because its name did not say whose picture it is. */
export function isOwnPatient(patientKey: string): boolean {
  return patientKey.includes(OWN_PATIENT);
}

/** `bacteria` or `virus`, where the file's name or its class folder says so. */
export function subtypeOf(fileName: string, folder: string): string | undefined {
  return SUBTYPE.exec(fileName)?.[1]?.toLowerCase() ?? SUBTYPE_FOLDERS[folder.trim().toLowerCase()];
}
