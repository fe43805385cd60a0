import { imageError } from '../image-error.ts';
import { hasPrefix, tellsRepresentation } from './sniff-dicom.ts';
import { EXPLICIT_LITTLE_ENDIAN, IMPLICIT_LITTLE_ENDIAN } from './transfer-syntax.ts';

const BEHIND_PREFIX = 132;
const META_GROUP = 0x0002;
const TRANSFER_SYNTAX = 0x0010;
/** Representations whose length has four bytes. */
const LONG = new Set(['OB', 'UN', 'SQ', 'UT', 'OW']);

export interface FileMeta {
  readonly transferSyntaxUid: string;
  /** Where the data set begins, in bytes. */
  readonly end: number;
}

/**
 * Reads the file meta information (PS3.10 section 7.1), always explicit little endian. Files of old programs have
 * none: then the first element tells whether representations are told.
 */
export function readFileMeta(bytes: Uint8Array): FileMeta {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = hasPrefix(bytes) ? BEHIND_PREFIX : 0;
  let transferSyntaxUid: string | undefined;
  while (at + 12 <= bytes.length && view.getUint16(at, true) === META_GROUP) {
    const isLong = LONG.has(latin1(bytes, at + 4, 2));
    const length = isLong ? view.getUint32(at + 8, true) : view.getUint16(at + 6, true);
    const from = at + (isLong ? 12 : 8);
    if (from + length > bytes.length) throw imageError('image_unreadable', 'The DICOM file is cut off in its header.');
    if (view.getUint16(at + 2, true) === TRANSFER_SYNTAX) {
      transferSyntaxUid = latin1(bytes, from, Math.min(length, 64)).replace(/[\0 ]+$/, '');
    }
    at = from + length;
  }
  transferSyntaxUid ??= tellsRepresentation(bytes, at) ? EXPLICIT_LITTLE_ENDIAN : IMPLICIT_LITTLE_ENDIAN;
  return { transferSyntaxUid, end: at };
}

function latin1(bytes: Uint8Array, at: number, length: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + at, Math.min(length, bytes.length - at)).toString('latin1');
}
