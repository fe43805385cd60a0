import { crc32 } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Throws an Error unless these are the three chunks of a canonical picture, each with its checksum, and nothing else. */
export const assertWholePng = (bytes: Uint8Array): void => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!buffer.subarray(0, SIGNATURE.length).equals(SIGNATURE)) throw new Error('It is no PNG.');
  const types: string[] = [];
  let offset = SIGNATURE.length;
  while (offset + 12 <= buffer.length) {
    const end = offset + 8 + buffer.readUInt32BE(offset);
    if (end + 4 > buffer.length) throw new Error('It ends early.');
    if (crc32(buffer.subarray(offset + 4, end)) !== buffer.readUInt32BE(end))
      throw new Error('A checksum in it is wrong.');
    types.push(buffer.toString('latin1', offset + 4, offset + 8));
    offset = end + 4;
  }
  if (offset !== buffer.length || types.join() !== 'IHDR,IDAT,IEND') throw new Error('It holds more than a picture.');
};
