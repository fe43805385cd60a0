/** Which greys are spread over black to white: `width` of them around `level`; both in 0..255. */
export interface GreyWindow {
  level: number;
  width: number;
  isInverted: boolean;
}

export const WHOLE_RANGE: GreyWindow = { level: 127.5, width: 255, isInverted: false };

/** What each of the 256 greys becomes. */
const windowTable = ({ level, width, isInverted }: GreyWindow): Uint8ClampedArray => {
  const low = level - width / 2;
  return Uint8ClampedArray.from({ length: 256 }, (_, grey) => {
    const value = ((grey - low) / Math.max(1, width)) * 255;
    return isInverted ? 255 - Math.min(255, Math.max(0, value)) : value;
  });
};

/** The picture with its greys spread anew. */
export const drawWindowed = (picture: ImageBitmap, greys: GreyWindow): HTMLCanvasElement => {
  const canvas = document.createElement('canvas');
  canvas.width = picture.width;
  canvas.height = picture.height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return canvas;
  context.drawImage(picture, 0, 0);
  if (greys.width === 255 && greys.level === 127.5 && !greys.isInverted) return canvas;
  const table = windowTable(greys);
  const image = context.getImageData(0, 0, canvas.width, canvas.height);
  const { data } = image;
  for (let at = 0; at < data.length; at += 4) {
    data[at] = table[data[at]!]!;
    data[at + 1] = table[data[at + 1]!]!;
    data[at + 2] = table[data[at + 2]!]!;
  }
  context.putImageData(image, 0, 0);
  return canvas;
};
