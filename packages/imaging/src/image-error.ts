import type { ErrorCode } from '@pneumo/shared/contracts';

/** Why an image was refused. All of these are faults of the image: trying again gives the same answer. */
export type ImageErrorCode = Extract<
  ErrorCode,
  'image_unsupported_format' | 'image_unreadable' | 'image_too_large' | 'image_too_small' | 'image_decode_timeout'
>;

export class ImageError extends Error {
  readonly code: ImageErrorCode;

  constructor(code: ImageErrorCode, message: string) {
    super(message);
    this.name = 'ImageError';
    this.code = code;
  }
}

export function imageError(code: ImageErrorCode, message: string): ImageError {
  return new ImageError(code, message);
}
