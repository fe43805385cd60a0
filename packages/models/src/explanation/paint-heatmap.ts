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

/** The colours below this would only darken the picture. */
const FIRST_COLOUR = 0.25;
const LEVELS = 256;

const colourAt = (position: number): number[] => {
  const at = position * (INFERNO.length - 1);
  const [from, to] = [INFERNO[Math.floor(at)]!, INFERNO[Math.ceil(at)]!];
  return from.map((channel, index) => Math.round(channel + (to[index]! - channel) * (at % 1)));
};

/** RGBA per level of strength, the bytes of each in one number, in the machine's own order. */
const palette = (peakOpacity: number): Uint32Array => {
  const rgba = new Uint8Array(LEVELS * 4);
  for (let level = 0; level < LEVELS; level++) {
    const strength = level / (LEVELS - 1);
    rgba.set(
      [...colourAt(FIRST_COLOUR + (1 - FIRST_COLOUR) * strength), Math.round(255 * peakOpacity * strength)],
      4 * level,
    );
  }
  return new Uint32Array(rgba.buffer);
};

/**
 * A map as a picture to be laid over another of `width` x `height` pixels: RGBA, four bytes per pixel, row by row. Colour and opacity
 * follow the strength relative to the map's own maximum, which gets `peakOpacity` (0 to 1); no evidence is wholly transparent.
 */
export function paintHeatmap(
  map: EvidenceMap,
  { width, height, peakOpacity }: { width: number; height: number; peakOpacity: number },
): Uint8Array {
  const out = new Uint32Array(width * height);
  const peak = map.values.reduce((most, value) => Math.max(most, value), 0);
  if (peak > 0) {
    const colours = palette(peakOpacity);
    const scale = (LEVELS - 1) / peak;
    spreadMap(map, width, height).forEach((value, pixel) => {
      out[pixel] = colours[Math.round(value * scale)]!;
    });
  }
  return new Uint8Array(out.buffer);
}
