import type { DataSet } from 'dicom-parser';
import { codeString, decimal, unsigned } from './element-values.ts';
import { type LookupTable, lookUp, readLookupTable } from './lookup-table.ts';
import type { PixelFormat } from './pixel-format.ts';
import { TAGS } from './tags.ts';

/** Stored value -> modality value -> 0 (black) to 1 (white). */
export interface GreyTransform {
  modality(stored: number): number;
  /** `range` holds the least and the greatest modality value that the picture has. */
  display(value: number, range: readonly [number, number]): number;
  readonly inverted: boolean;
  /** A stored value that marks what is no picture. */
  readonly padding: number | undefined;
}

/**
 * What the file says about its grey values, in the order of PS3.4 annex N: modality LUT, then VOI LUT or the first
 * window, then the inversion of MONOCHROME1 or of the presentation LUT shape. Without any window the values that
 * the picture has are spread from black to white, all of them: no percentile, so that one scratch counts.
 */
export function readGreyTransform(elements: DataSet, { signed, photometric }: PixelFormat): GreyTransform {
  const modalityLut = readLookupTable(elements, TAGS.modalityLut, signed);
  const slope = decimal(elements, TAGS.rescaleSlope) || 1;
  const intercept = decimal(elements, TAGS.rescaleIntercept) ?? 0;
  const signedValues = modalityLut === undefined && (signed || intercept < 0);
  const voiLut = readLookupTable(elements, TAGS.voiLut, signedValues);
  const padding = unsigned(elements, TAGS.padding);
  return {
    modality: (stored) => (modalityLut === undefined ? stored * slope + intercept : lookUp(modalityLut, stored)),
    display: voiLut === undefined ? (readWindow(elements) ?? spread) : (value) => voiGrey(voiLut, value),
    inverted: photometric === 'MONOCHROME1' || codeString(elements, TAGS.presentationLutShape) === 'INVERSE',
    padding: padding !== undefined && signed ? (padding << 16) >> 16 : padding,
  };
}

function spread(value: number, [least, greatest]: readonly [number, number]): number {
  return greatest > least ? (value - least) / (greatest - least) : 0;
}

function voiGrey(lut: LookupTable, value: number): number {
  return lookUp(lut, value) / (2 ** lut.bits - 1);
}

/** PS3.3 C.11.2.1.2 and C.11.2.1.3; undefined where no window makes sense. */
function readWindow(elements: DataSet): ((value: number) => number) | undefined {
  const centre = decimal(elements, TAGS.windowCenter);
  const width = decimal(elements, TAGS.windowWidth);
  if (centre === undefined || width === undefined) return undefined;
  switch (codeString(elements, TAGS.voiFunction)) {
    case 'SIGMOID':
      return width > 0 ? (value) => 1 / (1 + Math.exp((-4 * (value - centre)) / width)) : undefined;
    case 'LINEAR_EXACT':
      return width > 0 ? (value) => (value - centre) / width + 0.5 : undefined;
    default:
      if (width < 1) return undefined;
      // A width of one is a threshold.
      if (width === 1) return (value) => (value > centre - 0.5 ? 1 : 0);
      return (value) => (value - (centre - 0.5)) / (width - 1) + 0.5;
  }
}
