import { imageError } from '../../image-error.ts';

/** What a compressed stream says of itself before a pixel is decoded. */
export interface StreamHeader {
  /** Start-of-frame marker of a JPEG or JPEG-LS stream, such as 0xC3; 0 for JPEG 2000. */
  readonly marker: number;
  readonly width: number;
  readonly height: number;
  readonly components: number;
  readonly bits: number;
}

const NOT_FRAMES = [0xc4, 0xc8, 0xcc];
const JPEG_LS_FRAME = 0xf7;
const START_OF_SCAN = 0xda;

/** Walks the segments of a JPEG or JPEG-LS stream to its start of frame. Throws ImageError image_unreadable. */
export function readStreamHeader(bytes: Uint8Array): StreamHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 2;
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw damaged();
  while (at + 10 <= bytes.length) {
    const marker = view.getUint8(at + 1);
    if (view.getUint8(at) !== 0xff || marker === START_OF_SCAN) break;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if ((marker >= 0xc0 && marker <= 0xcf && !NOT_FRAMES.includes(marker)) || marker === JPEG_LS_FRAME) {
      return {
        marker,
        bits: view.getUint8(at + 4),
        height: view.getUint16(at + 5),
        width: view.getUint16(at + 7),
        components: view.getUint8(at + 9),
      };
    }
    at += 2 + view.getUint16(at + 2);
  }
  throw damaged();
}

/** SOC and SIZ, with which every JPEG 2000 codestream begins; in a JP2 file they stand behind its boxes. */
const CODESTREAM_START = Buffer.from([0xff, 0x4f, 0xff, 0x51]);
const LONGEST_JP2_HEADER = 4_096;

/** Reads the size segment of a JPEG 2000 codestream. Throws ImageError image_unreadable. */
export function readJpeg2000Header(bytes: Uint8Array): StreamHeader {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = buffer.subarray(0, LONGEST_JP2_HEADER).indexOf(CODESTREAM_START);
  if (start < 0 || start + 45 > buffer.length) throw damaged();
  const at = start + CODESTREAM_START.length;
  const width = buffer.readUInt32BE(at + 4) - buffer.readUInt32BE(at + 12);
  const height = buffer.readUInt32BE(at + 8) - buffer.readUInt32BE(at + 16);
  return { marker: 0, width, height, components: buffer.readUInt16BE(at + 36), bits: (buffer[at + 38]! & 0x7f) + 1 };
}

function damaged() {
  return imageError('image_unreadable', 'The compressed pixels have no valid header.');
}
