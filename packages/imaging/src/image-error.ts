import type { ErrorCode } from '@pneumo/shared/contracts';
import type { DicomIdentity } from './dicom/dicom-identity.ts';

/** Why an image was refused. All of these are faults of the image: trying again gives the same answer. */
export type ImageErrorCode = Exclude<Extract<ErrorCode, `image_${string}` | `dicom_${string}`>, 'image_not_found'>;

export class ImageError extends Error {
  readonly code: ImageErrorCode;
  // Private, so that nothing that prints or logs an error can show it.
  readonly #identity: DicomIdentity | undefined;

  constructor(code: ImageErrorCode, message: string, identity?: DicomIdentity) {
    super(message);
    this.name = 'ImageError';
    this.code = code;
    this.#identity = identity;
  }

  /** Ids of the refused DICOM file, where they could be read: to be told back to its sender, never to be stored or logged. */
  identity(): DicomIdentity | undefined {
    return this.#identity;
  }
}

export function imageError(code: ImageErrorCode, message: string): ImageError {
  return new ImageError(code, message);
}
