import type { DataSet } from 'dicom-parser';
import { imageError } from '../image-error.ts';
import { firstItem, unsigned } from './element-values.ts';
import { TAGS } from './tags.ts';

export interface LookupTable {
  /** Input value of the first entry; what lies outside takes the first or the last entry. */
  readonly first: number;
  readonly entries: Uint16Array;
  /** Bits of an entry. */
  readonly bits: number;
}

const DESCRIPTOR_VALUES = 3;

/**
 * The first item of a modality or VOI LUT sequence (PS3.3 C.11.1, C.11.2). `signedInput` tells how the first input value
 * is meant where the file does not. Undefined where there is no sequence. Throws ImageError image_unreadable.
 */
export function readLookupTable(elements: DataSet, tag: string, signedInput: boolean): LookupTable | undefined {
  const item = firstItem(elements, tag);
  if (item === undefined) return undefined;
  const descriptor = item.elements[TAGS.lutDescriptor];
  const data = item.elements[TAGS.lutData];
  const told = Array.from({ length: DESCRIPTOR_VALUES }, (_, index) => item.uint16(TAGS.lutDescriptor, index));
  const [count = 0, start = 0, bits = 0] = told;
  const size = count === 0 ? 65_536 : count;
  const isBytes = data !== undefined && data.length < size * 2;
  if (
    descriptor === undefined ||
    descriptor.length < DESCRIPTOR_VALUES * 2 ||
    data === undefined ||
    data.length < size * (isBytes ? 1 : 2) ||
    bits < 1 ||
    bits > 16 ||
    unsigned(item, TAGS.lutData) === undefined
  ) {
    throw imageError('image_unreadable', 'A lookup table of the file is damaged.');
  }
  const signed = descriptor.vr === 'SS' || (descriptor.vr !== 'US' && signedInput);
  const entries = Uint16Array.from({ length: size }, (_, index) =>
    isBytes ? (item.byteArray[data.dataOffset + index] ?? 0) : (item.uint16(TAGS.lutData, index) ?? 0),
  );
  return { first: signed ? (start << 16) >> 16 : start, entries, bits };
}

/** The entry for a value; fractions are rounded. */
export function lookUp({ first, entries }: LookupTable, value: number): number {
  const index = Math.min(Math.max(Math.round(value) - first, 0), entries.length - 1);
  return entries[index]!;
}
