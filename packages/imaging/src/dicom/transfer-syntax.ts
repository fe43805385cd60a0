/** How the pixels of a transfer syntax are packed. */
export type PixelPacking = 'native' | 'rle' | 'jpeg' | 'jpeg-ls' | 'jpeg-2000';

export const IMPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2';
export const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
export const DEFLATED = '1.2.840.10008.1.2.1.99';
export const EXPLICIT_BIG_ENDIAN = '1.2.840.10008.1.2.2';

/** PS3.5 section 10 and annex A: what is taken. The four JPEG processes are told apart by the stream's own header. */
const PACKING_OF: Readonly<Record<string, PixelPacking>> = {
  [IMPLICIT_LITTLE_ENDIAN]: 'native',
  [EXPLICIT_LITTLE_ENDIAN]: 'native',
  [DEFLATED]: 'native',
  [EXPLICIT_BIG_ENDIAN]: 'native',
  '1.2.840.10008.1.2.4.50': 'jpeg',
  '1.2.840.10008.1.2.4.51': 'jpeg',
  '1.2.840.10008.1.2.4.57': 'jpeg',
  '1.2.840.10008.1.2.4.70': 'jpeg',
  '1.2.840.10008.1.2.4.80': 'jpeg-ls',
  '1.2.840.10008.1.2.4.81': 'jpeg-ls',
  '1.2.840.10008.1.2.4.90': 'jpeg-2000',
  '1.2.840.10008.1.2.4.91': 'jpeg-2000',
  '1.2.840.10008.1.2.5': 'rle',
};

export function packingOf(uid: string): PixelPacking | undefined {
  return Object.hasOwn(PACKING_OF, uid) ? PACKING_OF[uid] : undefined;
}
