import { ImageError, imageError } from '../image-error.ts';
import { assertWithinLimits, type ImageLimits } from '../inspect-image.ts';
import { assertChestFilm } from './assert-chest-film.ts';
import { decodeFrame } from './decode-frame.ts';
import { type DicomDescription, describeDicom } from './describe-dicom.ts';
import { type DicomIdentity, readIdentity } from './dicom-identity.ts';
import { readGreyTransform } from './grey-transform.ts';
import { type ParsedDicom, parseDicom } from './parse-dicom.ts';
import { readPixelFormat } from './pixel-format.ts';
import { presentColour, presentGrey } from './present-frame.ts';

export interface DecodedDicom {
  /** 8-bit grey, row by row. */
  readonly grey: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly bits: number;
  readonly description: DicomDescription;
}

/**
 * DICOM file -> a chest film as a viewer shows it, and what is kept of its header. Refuses first what the header says is
 * no chest film, then what is too large, and only then decodes. Throws ImageError with the file's ids, where it has some.
 */
export async function decodeDicom(bytes: Uint8Array, limits: ImageLimits): Promise<DecodedDicom> {
  const parsed = parseDicom(bytes, limits.maxPixels);
  try {
    return await decodeParsed(parsed, limits);
  } catch (error) {
    const { code, message } = refusalOf(error);
    throw new ImageError(code, message, identityOf(parsed));
  }
}

function identityOf({ elements }: ParsedDicom): DicomIdentity | undefined {
  try {
    return readIdentity(elements);
  } catch (error) {
    refusalOf(error);
    return undefined;
  }
}

/** The parser throws texts, which can quote the file, when an element reaches beyond its end. Passes other faults on. */
function refusalOf(error: unknown): ImageError {
  if (error instanceof ImageError) return error;
  if (typeof error === 'string') return imageError('image_unreadable', 'The header of the DICOM file is damaged.');
  throw error;
}

async function decodeParsed(parsed: ParsedDicom, limits: ImageLimits): Promise<DecodedDicom> {
  const { elements } = parsed;
  assertChestFilm(elements);
  const format = readPixelFormat(elements);
  assertWithinLimits(format.columns, format.rows, limits);
  const frame = await decodeFrame(parsed, format);
  const grey =
    format.samples === 1
      ? presentGrey(frame, format, readGreyTransform(elements, format))
      : presentColour(frame, format);
  return {
    grey,
    width: format.columns,
    height: format.rows,
    channels: format.samples,
    bits: format.bitsStored,
    description: describeDicom(elements),
  };
}
