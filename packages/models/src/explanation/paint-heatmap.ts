import type { EvidenceMap } from './grad-cam.ts';
import { spreadMap } from './spread-map.ts';

/** Nine points of matplotlib's `inferno` (CC0), whose lightness rises evenly: stronger always looks stronger, in grey as well. */
const INFERNO: readonly (readonly [number, number, number])[] = [
  [0x00, 0x00, 0x04],
  [0x21, 0x0c, 0x4a],
  [0x56, 0x10, 0x6e],
  [0x89, 0x22, 0x6a],
  [0xbb, 0x37, 0x54],
  [0xe3, 0x59, 0x32],
  [0xf9, 0x8c, 0x0a],
  [0xf9, 0xc9, 0x32],
  [0xfc, 0xff, 0xa4],
];

/** The colours before these would only darken the picture; those behind them are lost on bright bone. */
const [FIRST_COLOUR, LAST_COLOUR] = [0.25, 0.9];
const LEVELS = 256;

const colourAt = (position: number): number[] => {
  const at = position * (INFERNO.length - 1);
  const [from, to] = [INFERNO[Math.floor(at)]!, INFERNO[Math.ceil(at)]!];
  return from.map((channel, index) => Math.round(channel + (to[index]! - channel) * (at % 1)));
};

/**
 * How a map is painted: RGBA per level of strength, four bytes each, from wholly transparent at 0 to `peakOpacity` (0 to 1) at 255.
 * Colour and opacity rise together.
 */
export function heatmapPalette(peakOpacity: number): Uint8Array {
  const rgba = new Uint8Array(LEVELS * 4);
  for (let level = 0; level < LEVELS; level++) {
    const strength = level / (LEVELS - 1);
    const colour = colourAt(FIRST_COLOUR + (LAST_COLOUR - FIRST_COLOUR) * strength);
    rgba.set([...colour, Math.round(255 * peakOpacity * strength)], 4 * level);
  }
  return rgba;
}

/** A map over a picture of `width` x `height` pixels, in levels of its own maximum there: 0 to 255, row by row. */
export function heatmapLevels(map: EvidenceMap, { width, height }: { width: number; height: number }): Uint8Array {
  const spread = spreadMap(map, width, height);
  const peak = spread.reduce((most, value) => Math.max(most, value), 0);
  const scale = peak > 0 ? (LEVELS - 1) / peak : 0;
  return Uint8Array.from(spread, (value) => Math.round(value * scale));
}
