export { hashPixels } from './canonical-hash.ts';
export { decodeCanonicalPng, encodeCanonicalPng, type GreyPicture } from './canonical-png.ts';
export { CANONICAL_LONG_SIDE, type CanonicalImage, canonicalise } from './canonicalise.ts';
export { createDecodePool, type DecodePool, type DecodePoolOptions } from './decode-pool.ts';
export { ImageError, type ImageErrorCode, imageError } from './image-error.ts';
export type { ImageHeader } from './image-header.ts';
export { DEFAULT_IMAGE_LIMITS, type ImageLimits, inspectImage } from './inspect-image.ts';
export { encodePhantomJpeg, encodePhantomPng } from './phantom-files.ts';
export { type ImageFormat, sniffFormat } from './sniff-format.ts';
