import { useEffect, useRef } from 'react';
import { usePreview } from '../viewer/use-picture.ts';

const SIDE = 44;

/** A small square out of a picture's middle; a dark one where the browser cannot read it. */
export const Thumbnail = ({ previewKey, file }: { previewKey: string; file: Blob }) => {
  const { data: picture } = usePreview(previewKey, file);
  const canvasRef = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvasRef.current?.getContext('2d');
    if (picture === undefined || context === null || context === undefined) return;
    const side = Math.min(picture.width, picture.height);
    const left = (picture.width - side) / 2;
    context.drawImage(picture, left, (picture.height - side) / 2, side, side, 0, 0, SIDE * 2, SIDE * 2);
  }, [picture]);
  return <canvas ref={canvasRef} className="thumbnail" width={SIDE * 2} height={SIDE * 2} aria-hidden="true" />;
};
