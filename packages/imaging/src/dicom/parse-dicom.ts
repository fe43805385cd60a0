import { inflateRawSync } from 'node:zlib';
import dicomParser, { type DataSet } from 'dicom-parser';
import { imageError } from '../image-error.ts';
import { readFileMeta } from './file-meta.ts';
import {
  DEFLATED,
  EXPLICIT_BIG_ENDIAN,
  EXPLICIT_LITTLE_ENDIAN,
  type PixelPacking,
  packingOf,
} from './transfer-syntax.ts';

/** What stands before the pixels is read whole into objects, so its size is bounded: real headers have some kilobytes. */
const MAX_HEADER_BYTES = 2 * 1024 * 1024;
const PIXEL_DATA = 'x7fe00010';
const UNDEFINED_LENGTH = 0xffffffff;

export interface ParsedDicom {
  readonly elements: DataSet;
  readonly packing: PixelPacking;
  readonly bigEndian: boolean;
  /** From the first byte of the pixel data's value on; undefined where there is no pixel data. */
  readonly pixels: { readonly bytes: Uint8Array; readonly encapsulated: boolean } | undefined;
}

/**
 * DICOM file -> its elements up to the pixel data, and the pixels as stored. Nothing is decoded yet.
 * `maxPixels` bounds what a deflated file may become. Throws ImageError image_unreadable, image_too_large or
 * dicom_transfer_syntax_unsupported.
 */
export function parseDicom(bytes: Uint8Array, maxPixels: number): ParsedDicom {
  const { transferSyntaxUid, end } = readFileMeta(bytes);
  const packing = packingOf(transferSyntaxUid);
  if (packing === undefined) {
    throw imageError('dicom_transfer_syntax_unsupported', 'The transfer syntax of the file is not taken.');
  }
  const deflated = transferSyntaxUid === DEFLATED;
  const data = deflated ? inflated(bytes.subarray(end), maxPixels) : bytes.subarray(end);
  const syntax = deflated ? EXPLICIT_LITTLE_ENDIAN : transferSyntaxUid;
  const elements = parseElements(data, syntax);
  return { elements, packing, bigEndian: syntax === EXPLICIT_BIG_ENDIAN, pixels: pixelsOf(elements, data) };
}

function parseElements(data: Uint8Array, syntax: string): DataSet {
  const header = data.subarray(0, MAX_HEADER_BYTES);
  try {
    return dicomParser.parseDicom(header, { TransferSyntaxUID: syntax, untilTag: PIXEL_DATA });
  } catch {
    // The parser's own words are left out: they can quote the file. A deep nest of sequences ends here, too.
    throw imageError('image_unreadable', 'The DICOM file is damaged, cut off, or its header is too large.');
  }
}

function pixelsOf(elements: DataSet, data: Uint8Array): ParsedDicom['pixels'] {
  const element = elements.elements[PIXEL_DATA];
  if (element === undefined) return undefined;
  const encapsulated = element.hadUndefinedLength === true || element.length === UNDEFINED_LENGTH;
  const end = encapsulated ? data.length : element.dataOffset + element.length;
  if (end > data.length) throw imageError('image_unreadable', 'The DICOM file is cut off in its pixels.');
  return { bytes: data.subarray(element.dataOffset, end), encapsulated };
}

function inflated(bytes: Uint8Array, maxPixels: number): Uint8Array {
  try {
    // Three bytes a pixel is the most that is taken (16 bit grey has two, RGB three).
    return inflateRawSync(bytes, { maxOutputLength: maxPixels * 3 + MAX_HEADER_BYTES });
  } catch (error) {
    if (error instanceof RangeError) throw imageError('image_too_large', 'The deflated file becomes too large.');
    throw imageError('image_unreadable', 'The deflated DICOM file is damaged or cut off.');
  }
}
