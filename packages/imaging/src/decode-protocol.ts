import type { CanonicalImage } from './canonicalise.ts';
import type { DicomIdentity } from './dicom/dicom-identity.ts';
import type { ImageErrorCode } from './image-error.ts';
import type { ImageLimits } from './inspect-image.ts';

/** Parent to child: one image at a time. */
export interface DecodeRequest {
  bytes: Uint8Array;
  limits: Partial<ImageLimits>;
}

/** Child to parent: once when it can take work, then one per request. With `last` the child takes no more after it. */
export type DecodeReply =
  | { kind: 'ready' }
  | { kind: 'decoded'; image: CanonicalImage; last: boolean }
  | { kind: 'refused'; code: ImageErrorCode; message: string; identity?: DicomIdentity; last: boolean };
