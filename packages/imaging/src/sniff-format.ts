import { isDicom } from './dicom/sniff-dicom.ts';

export type PictureFormat = 'jpeg' | 'png';
export type ImageFormat = PictureFormat | 'dicom';

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG_START = [0xff, 0xd8, 0xff];

/** The format that the first bytes announce; names and content types are never believed. */
export function sniffFormat(bytes: Uint8Array): ImageFormat | undefined {
  return sniffPicture(bytes) ?? (isDicom(bytes) ? 'dicom' : undefined);
}

export function sniffPicture(bytes: Uint8Array): PictureFormat | undefined {
  if (startsWith(bytes, PNG_SIGNATURE)) return 'png';
  if (startsWith(bytes, JPEG_START)) return 'jpeg';
  return undefined;
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((value, index) => bytes[index] === value);
}
