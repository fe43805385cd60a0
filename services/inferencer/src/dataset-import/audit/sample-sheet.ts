import type { GreyPicture } from '@pneumo/imaging';
import { fitWithin, resizeGrey } from '@pneumo/imaging/pure';
import { hashToUnit } from '@pneumo/models';

const SAMPLES = 12;
const COLUMNS = 4;
const TILE = 96;
/** Some that were drawn may turn out to lie in both classes and fall out. */
const SPARE = 12;

interface Sample {
  imageId: string;
  order: number;
  thumbnail: GreyPicture;
}

export interface SampleSheet {
  add(imageId: string, picture: GreyPicture): void;
  /** Up to 12 thumbnails in rows of 4 on black, and whose they are. */
  draw(isKept: (imageId: string) => boolean): { picture: GreyPicture; imageIds: string[] };
}

/** Draws samples by a seeded hash of the image's id, so that the order of reading does not matter. Holds a few thumbnails only. */
export function createSampleSheet(seed: number): SampleSheet {
  let drawn: Sample[] = [];
  return {
    add(imageId, picture) {
      const order = hashToUnit(`${seed}:samples`, imageId);
      const last = drawn.at(-1);
      if (drawn.length === SAMPLES + SPARE && last !== undefined && order > last.order) return;
      drawn.push({ imageId, order, thumbnail: shrink(picture) });
      drawn = drawn.sort((a, b) => a.order - b.order).slice(0, SAMPLES + SPARE);
    },
    draw(isKept) {
      const chosen = drawn.filter(({ imageId }) => isKept(imageId)).slice(0, SAMPLES);
      const width = COLUMNS * TILE;
      const height = (SAMPLES / COLUMNS) * TILE;
      const pixels = new Uint8Array(width * height);
      for (const [i, { thumbnail }] of chosen.entries()) {
        const left = (i % COLUMNS) * TILE + Math.floor((TILE - thumbnail.width) / 2);
        const top = Math.floor(i / COLUMNS) * TILE + Math.floor((TILE - thumbnail.height) / 2);
        for (let y = 0; y < thumbnail.height; y++) {
          const row = thumbnail.pixels.subarray(y * thumbnail.width, (y + 1) * thumbnail.width);
          pixels.set(row, (top + y) * width + left);
        }
      }
      return { picture: { pixels, width, height }, imageIds: chosen.map(({ imageId }) => imageId) };
    },
  };
}

function shrink({ pixels, width, height }: GreyPicture): GreyPicture {
  const size = fitWithin(width, height, TILE);
  return { ...size, pixels: resizeGrey(pixels, width, height, size.width, size.height) };
}
