import type { ImageErrorCode } from '@pneumo/imaging';

/** Why a picture of any format is refused. */
export const IMAGE_CODES: readonly ImageErrorCode[] = [
  'image_unsupported_format',
  'image_unreadable',
  'image_too_large',
  'image_too_small',
  'image_decode_timeout',
];

/** Why a DICOM file is refused besides. */
export const DICOM_CODES: readonly ImageErrorCode[] = [
  'dicom_not_radiograph',
  'dicom_not_chest',
  'dicom_for_processing',
  'dicom_multi_frame',
  'dicom_no_pixels',
  'dicom_burned_in_annotation',
  'dicom_transfer_syntax_unsupported',
  'dicom_pixels_unsupported',
];
