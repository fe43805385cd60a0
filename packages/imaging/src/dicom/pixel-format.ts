import type { DataSet } from 'dicom-parser';
import { imageError } from '../image-error.ts';
import { codeString, unsigned } from './element-values.ts';
import { TAGS } from './tags.ts';

export type Photometric = 'MONOCHROME1' | 'MONOCHROME2' | 'RGB' | 'YBR_FULL' | 'YBR_FULL_422' | 'YBR_RCT' | 'YBR_ICT';

/** Image pixel module (PS3.3 C.7.6.3), held to what is taken: grey of 8 to 16 bits, colour of 8. */
export interface PixelFormat {
  readonly rows: number;
  readonly columns: number;
  readonly samples: 1 | 3;
  readonly photometric: Photometric;
  readonly bitsAllocated: 8 | 16;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
  /** Colour plane by plane instead of pixel by pixel. */
  readonly planar: boolean;
}

const GREY: readonly Photometric[] = ['MONOCHROME1', 'MONOCHROME2'];
const COLOUR: readonly Photometric[] = ['RGB', 'YBR_FULL', 'YBR_FULL_422', 'YBR_RCT', 'YBR_ICT'];
const FEWEST_BITS = 6;

/** Throws ImageError dicom_no_pixels without a size, dicom_pixels_unsupported, or image_unreadable. */
export function readPixelFormat(elements: DataSet): PixelFormat {
  const rows = unsigned(elements, TAGS.rows);
  const columns = unsigned(elements, TAGS.columns);
  if (!rows || !columns) throw imageError('dicom_no_pixels', 'The file does not say how many pixels it holds.');
  const samples = unsigned(elements, TAGS.samplesPerPixel) ?? 1;
  const bitsAllocated = unsigned(elements, TAGS.bitsAllocated);
  const bitsStored = unsigned(elements, TAGS.bitsStored) ?? bitsAllocated;
  if (bitsAllocated === undefined || bitsStored === undefined) {
    throw imageError('image_unreadable', 'The file does not say how many bits a pixel has.');
  }
  const highBit = unsigned(elements, TAGS.highBit) ?? bitsStored - 1;
  const photometric = [...GREY, ...COLOUR].find((each) => each === codeString(elements, TAGS.photometric));
  const isGrey = samples === 1 && photometric !== undefined && GREY.includes(photometric);
  const isColour = samples === 3 && bitsAllocated === 8 && photometric !== undefined && COLOUR.includes(photometric);
  if ((bitsAllocated !== 8 && bitsAllocated !== 16) || !(isGrey || isColour)) {
    throw imageError('dicom_pixels_unsupported', 'Only grey pixels of 8 to 16 bits and colours of 8 bits are taken.');
  }
  if (bitsStored < FEWEST_BITS || highBit >= bitsAllocated || highBit < bitsStored - 1) {
    throw imageError('image_unreadable', 'The file contradicts itself about the bits of its pixels.');
  }
  return {
    rows,
    columns,
    samples: isGrey ? 1 : 3,
    photometric,
    bitsAllocated,
    bitsStored,
    highBit,
    signed: unsigned(elements, TAGS.signed) === 1,
    planar: unsigned(elements, TAGS.planar) === 1,
  };
}
