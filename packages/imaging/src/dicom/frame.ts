export interface Frame {
  /** Samples as stored, row by row, interleaved (or, where `planar`, colour by colour). */
  readonly samples: Uint8Array | Uint16Array;
  /** Bits below the lowest bit of a value: decoders of compressed pixels have none. */
  readonly shift: number;
  readonly planar: boolean;
  /** Whether three samples are red, green and blue, rather than luma and two colour differences. */
  readonly rgb: boolean;
}
