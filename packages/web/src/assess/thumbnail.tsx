import { useEffect, useRef } from 'react';
import { isOfKind } from '../api/job-types.ts';
import { useJob } from '../api/use-job.ts';
import { usePicture, usePreview } from '../viewer/use-picture.ts';
import type { Upload } from './uploads.ts';

const SIDE = 44;

/** A small square out of a picture's middle; a dark one for as long as neither browser nor server can read it. */
export const Thumbnail = ({ upload: { key, file, jobId = '' } }: { upload: Upload }) => {
  const preview = usePreview(key, file);
  const { data: job } = useJob(preview.isError ? jobId : '');
  const isPrediction = job !== undefined && isOfKind(job, 'prediction');
  const stored = usePicture(isPrediction ? `/images/${job.input.imageId}` : undefined);
  const picture = preview.data ?? stored.data;
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
