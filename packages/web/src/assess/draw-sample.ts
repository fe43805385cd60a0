import { drawPhantom } from '@pneumo/imaging/pure';

interface Sample {
  name: string;
  seed: number;
  /** `none`: a test pattern, which every model should refuse. */
  label: 'pneumonia' | 'normal' | 'none';
}

const PATTERN_SIDE = 320;

const drawPattern = (): { pixels: Uint8Array; width: number; height: number } => ({
  pixels: Uint8Array.from({ length: PATTERN_SIDE ** 2 }, (_, at) => {
    const x = at % PATTERN_SIDE;
    const y = Math.floor(at / PATTERN_SIDE);
    return (Math.floor(x / 40) + Math.floor(y / 40)) % 2 === 0 ? 40 + x / 4 : 220 - y / 4;
  }),
  width: PATTERN_SIDE,
  height: PATTERN_SIDE,
});

/** A sample as a PNG file. */
export const drawSample = async ({ name, seed, label }: Sample): Promise<File> => {
  const { pixels, width, height } = label === 'none' ? drawPattern() : drawPhantom({ seed, label });
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser draws no pictures');
  const image = context.createImageData(width, height);
  for (const [at, grey] of pixels.entries()) image.data.set([grey, grey, grey, 255], at * 4);
  context.putImageData(image, 0, 0);
  return new File([await canvas.convertToBlob({ type: 'image/png' })], `${name}.png`, { type: 'image/png' });
};
