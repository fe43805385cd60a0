import dicomParser from 'dicom-parser';
import { decimal } from '../dicom/element-values.ts';
import { readGreyTransform } from '../dicom/grey-transform.ts';
import { readPixelFormat } from '../dicom/pixel-format.ts';
import { presentGrey } from '../dicom/present-frame.ts';
import { hasPrefix } from '../dicom/sniff-dicom.ts';
import { TAGS } from '../dicom/tags.ts';
import { EXPLICIT_LITTLE_ENDIAN, IMPLICIT_LITTLE_ENDIAN } from '../dicom/transfer-syntax.ts';

const TRANSFER_SYNTAX = 'x00020010';
const PIXEL_DATA = 'x7fe00010';

/**
 * A grey film out of a DICOM file as the server will show it, for a look before the server has it. Undefined for what only the server
 * reads: files without preamble, compressed or coloured pixels, more than one frame, and files that are damaged.
 */
export function previewDicom(
  bytes: Uint8Array,
): { readonly pixels: Uint8Array; readonly width: number; readonly height: number } | undefined {
  if (!hasPrefix(bytes)) return undefined;
  try {
    const elements = dicomParser.parseDicom(bytes);
    const syntax = elements.string(TRANSFER_SYNTAX) ?? '';
    const data = elements.elements[PIXEL_DATA];
    if (data === undefined || ![IMPLICIT_LITTLE_ENDIAN, EXPLICIT_LITTLE_ENDIAN].includes(syntax)) return undefined;
    const format = readPixelFormat(elements);
    const { rows, columns, bitsAllocated, bitsStored, highBit } = format;
    const sizeBytes = (rows * columns * bitsAllocated) / 8;
    if (format.samples !== 1 || (decimal(elements, TAGS.frames) ?? 1) > 1 || data.length < sizeBytes) return undefined;
    // A copy: sixteen bits want to lie on even addresses.
    const stored = new Uint8Array(bytes.subarray(data.dataOffset, data.dataOffset + sizeBytes));
    const samples = bitsAllocated === 8 ? stored : new Uint16Array(stored.buffer);
    const frame = { samples, shift: highBit + 1 - bitsStored, planar: false, rgb: false };
    return { pixels: presentGrey(frame, format, readGreyTransform(elements, format)), width: columns, height: rows };
  } catch {
    // The server says what is wrong with it.
    return undefined;
  }
}
