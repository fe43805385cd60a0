import type { DataSet } from 'dicom-parser';
import { imageError } from '../image-error.ts';
import { codeString, decimal, firstItem } from './element-values.ts';
import { TAGS } from './tags.ts';

const CR = '1.2.840.10008.5.1.4.1.1.1';
const DX_FOR_PRESENTATION = '1.2.840.10008.5.1.4.1.1.1.1';
const DX_FOR_PROCESSING = '1.2.840.10008.5.1.4.1.1.1.1.1';
const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';
const MULTI_FRAME_CAPTURES = ['.1', '.2', '.3', '.4'].map((suffix) => `${SECONDARY_CAPTURE}${suffix}`);
const CAPTURES = [SECONDARY_CAPTURE, ...MULTI_FRAME_CAPTURES];
const FILM_CLASSES = [CR, DX_FOR_PRESENTATION, DX_FOR_PROCESSING];

const FILM_MODALITIES = ['CR', 'DX', 'RG'];
/** Digitised films and screen captures call themselves other. */
const CAPTURE_MODALITIES = [...FILM_MODALITIES, 'OT', 'SC'];

/** What archives call a chest; a value of several parts counts when the chest is one of them. */
const CHEST = /CHEST|THORA|TORAX|TORACE|LUNG|PULM|POUMON/;
const NOT_TOLD = ['UNKNOWN', 'OTHER', 'UNDEFINED', 'NONE'];
/** Anatomic region codes for chest, thorax and lung: SNOMED CT and the older SRT. */
const CHEST_CODES = ['51185008', '43799004', '816094009', '39607008', 'T-D3000', 'T-28000'];

export function isSecondaryCapture(elements: DataSet): boolean {
  return CAPTURES.includes(codeString(elements, TAGS.sopClassUid) ?? '');
}

/**
 * Refuses what the header says is no single chest film ready to be looked at. A value that is missing refuses nothing.
 * Throws ImageError with a dicom_ code.
 */
export function assertChestFilm(elements: DataSet): void {
  const sopClass = codeString(elements, TAGS.sopClassUid);
  const modality = codeString(elements, TAGS.modality);
  const modalities = isSecondaryCapture(elements) ? CAPTURE_MODALITIES : FILM_MODALITIES;
  const knownClass = sopClass === undefined || FILM_CLASSES.includes(sopClass) || CAPTURES.includes(sopClass);
  // Without both nothing says that it is a radiograph.
  const nothingTold = sopClass === undefined && modality === undefined;
  if (!knownClass || nothingTold || (modality !== undefined && !modalities.includes(modality))) {
    throw imageError('dicom_not_radiograph', 'The file is no computed or digital radiograph and no capture of one.');
  }
  if (sopClass === DX_FOR_PROCESSING || codeString(elements, TAGS.presentationIntent) === 'FOR PROCESSING') {
    throw imageError('dicom_for_processing', 'The pixels are for processing, not for looking at.');
  }
  if ((decimal(elements, TAGS.frames) ?? 1) > 1) {
    throw imageError('dicom_multi_frame', 'The file holds more than one frame.');
  }
  if (showsAnotherPart(elements)) {
    throw imageError('dicom_not_chest', 'The file says that it shows another part of the body than the chest.');
  }
  if (codeString(elements, TAGS.burnedIn) === 'YES') {
    throw imageError('dicom_burned_in_annotation', 'The file says that texts are burned into its pixels.');
  }
}

/** Whether nothing says which part of the body is shown. */
export function isPartUnknown(elements: DataSet): boolean {
  return partOf(elements) === undefined && regionCode(elements) === undefined;
}

function showsAnotherPart(elements: DataSet): boolean {
  const part = partOf(elements);
  if (part !== undefined) return !CHEST.test(part);
  const code = regionCode(elements);
  return code !== undefined && !CHEST_CODES.includes(code);
}

function partOf(elements: DataSet): string | undefined {
  const part = codeString(elements, TAGS.bodyPart);
  return part === undefined || NOT_TOLD.includes(part) ? undefined : part;
}

function regionCode(elements: DataSet): string | undefined {
  const item = firstItem(elements, TAGS.anatomicRegionSequence);
  return item === undefined ? undefined : codeString(item, TAGS.codeValue);
}
