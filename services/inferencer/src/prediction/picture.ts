import type { PredictionInput } from '@pneumo/shared/contracts';

/** A canonical image, and what the request says about it. */
export interface Picture {
  readonly imageId: string;
  /** One byte per pixel, row by row. */
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly film?: PredictionInput['film'];
}
