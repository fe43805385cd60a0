import { seededRandom } from '../src/pure/seeded-random.ts';
import { type DicomFile, type Elements, writeDicom } from './dicom-writer.ts';

export const WIDTH = 64;
export const HEIGHT = 48;
export const COMPUTED_RADIOGRAPHY = '1.2.840.10008.5.1.4.1.1.1';
export const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';

export const UIDS = { study: '1.2.826.0.1.3680043.2.1125.11', instance: '1.2.826.0.1.3680043.2.1125.12' };
/** What must never be found anywhere. */
export const NAMES = { patient: 'Unforgettable^Zelda', id: 'MRN-7734-XYZ', physician: 'Hippocrates^Kos' };

/** A smooth film with some grain: values of `bits` bits, row by row. */
export function filmValues(bits: number, width = WIDTH, height = HEIGHT): Uint16Array {
  const random = seededRandom(`film of ${bits} bits`);
  const top = 2 ** bits - 1;
  return Uint16Array.from({ length: width * height }, (_, at) => {
    const x = at % width;
    const y = Math.floor(at / width);
    const shade = 0.5 + 0.3 * Math.sin(x / 9) * Math.cos(y / 7) + 0.15 * (y / height) + 0.02 * random();
    return Math.round(Math.min(shade, 1) * top);
  });
}

export function bytesOf(values: ArrayLike<number>, bytes: 1 | 2, bigEndian = false): Buffer {
  const out = Buffer.alloc(values.length * bytes);
  for (let at = 0; at < values.length; at += 1) {
    if (bytes === 1) out[at] = values[at]!;
    else out[bigEndian ? 'writeUInt16BE' : 'writeUInt16LE'](values[at]! & 0xffff, at * 2);
  }
  return out;
}

/** Elements of a chest film; `without` leaves some out. */
function filmElements(bits: number, more: Elements = {}, without: readonly string[] = []): Elements {
  const all: Elements = {
    '0008,0016 UI': COMPUTED_RADIOGRAPHY,
    '0008,0018 UI': UIDS.instance,
    '0008,0020 DA': '20260102',
    '0008,0060 CS': 'CR',
    '0008,0090 PN': NAMES.physician,
    '0008,1090 LO': 'Model 9',
    '0010,0010 PN': NAMES.patient,
    '0010,0020 LO': NAMES.id,
    '0010,1010 AS': '007Y',
    '0018,0015 CS': 'CHEST',
    '0018,5101 CS': 'PA',
    '0020,000d UI': UIDS.study,
    '0028,0002 US': [1],
    '0028,0004 CS': 'MONOCHROME2',
    '0028,0010 US': [HEIGHT],
    '0028,0011 US': [WIDTH],
    '0028,0030 DS': '0.2\\0.25',
    '0028,0100 US': [bits <= 8 ? 8 : 16],
    '0028,0101 US': [bits],
    '0028,0102 US': [bits - 1],
    '0028,0103 US': [0],
    '0028,1050 DS': String(2 ** (bits - 1)),
    '0028,1051 DS': String(2 ** bits),
    ...more,
  };
  return Object.fromEntries(Object.entries(all).filter(([key]) => !without.some((each) => key.startsWith(each))));
}

/** A chest film of 12 bits, uncompressed, unless something else is asked for. */
export function chestFilm(
  file: Partial<DicomFile> & { bits?: number; more?: Elements; without?: readonly string[] } = {},
): Buffer {
  const { bits = 12, more, without, ...rest } = file;
  const bigEndian = rest.syntax === '1.2.840.10008.1.2.2';
  return writeDicom({
    elements: filmElements(bits, more, without),
    pixels: bytesOf(filmValues(bits), bits <= 8 ? 1 : 2, bigEndian),
    ...rest,
  });
}
