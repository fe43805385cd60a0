import type { Transform } from './draw-transform.ts';

const MID_GREY = 127.5;

/** Fills `table` (256 entries) with what becomes of each grey value by gamma, contrast and brightness, held within 0..255. */
export function fillGreyTable(table: Float32Array, { gamma, contrast, brightness }: Transform): void {
  const plain = gamma === 1 && contrast === 1 && brightness === 0;
  for (let grey = 0; grey < 256; grey++) {
    if (plain) {
      table[grey] = grey;
      continue;
    }
    const bent = gamma === 1 ? grey : 255 * (grey / 255) ** gamma;
    const value = (bent - MID_GREY) * contrast + MID_GREY + brightness;
    table[grey] = value < 0 ? 0 : value > 255 ? 255 : value;
  }
}
