import { imageError } from '../image-error.ts';

const ITEM = 0xe000;
const SEQUENCE_END = 0xe0dd;
const ITEM_GROUP = 0xfffe;

/**
 * Encapsulated pixel data (PS3.5 annex A.4) of one frame: the offset table is skipped, all fragments behind it belong
 * together. A missing end mark is forgiven, a cut fragment is not.
 */
export function joinFragments(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fragments: Uint8Array[] = [];
  let at = 0;
  for (let item = 0; at + 8 <= bytes.length; item += 1) {
    const group = view.getUint16(at, true);
    const element = view.getUint16(at + 2, true);
    if (group === ITEM_GROUP && element === SEQUENCE_END) break;
    const length = view.getUint32(at + 4, true);
    if (group !== ITEM_GROUP || element !== ITEM || at + 8 + length > bytes.length) {
      throw imageError('image_unreadable', 'The compressed pixels are damaged or cut off.');
    }
    if (item > 0) fragments.push(bytes.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  if (fragments.length === 0) throw imageError('dicom_no_pixels', 'The file holds no pixels.');
  return fragments.length === 1 ? fragments[0]! : Buffer.concat(fragments);
}
