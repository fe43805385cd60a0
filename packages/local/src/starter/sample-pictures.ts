import { drawPhantom, type Phantom } from '@pneumo/imaging/pure';

/** A picture that the page offers to those who have no X-ray. */
export interface SamplePicture {
  /** In packages/web/src/assess/samples. */
  readonly file: string;
  /** What the phantom version is to say of it. */
  readonly outcome: 'pneumonia' | 'normal' | 'abstained';
  readonly draw: () => Pick<Phantom, 'pixels' | 'width' | 'height' | 'opacities'>;
}

const PATTERN_SIDE = 320;
const TILE = 40;

/** Tiles from dark to bright: nothing that looks like a chest, and nothing that anybody could take for one. */
const drawPattern = (): ReturnType<SamplePicture['draw']> => ({
  pixels: Uint8Array.from({ length: PATTERN_SIDE ** 2 }, (_, at) => {
    const [x, y] = [at % PATTERN_SIDE, Math.floor(at / PATTERN_SIDE)];
    return (Math.floor(x / TILE) + Math.floor(y / TILE)) % 2 === 0 ? 40 + x / 4 : 220 - y / 4;
  }),
  width: PATTERN_SIDE,
  height: PATTERN_SIDE,
  opacities: [],
});

/** Their seeds are none that a version was trained on. */
export const SAMPLE_PICTURES: readonly SamplePicture[] = [
  { file: 'opacity.jpg', outcome: 'pneumonia', draw: () => drawPhantom({ seed: 15, label: 'pneumonia' }) },
  { file: 'clear.jpg', outcome: 'normal', draw: () => drawPhantom({ seed: 12, label: 'normal' }) },
  { file: 'pattern.jpg', outcome: 'abstained', draw: drawPattern },
];
