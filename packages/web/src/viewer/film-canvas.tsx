import { useEffect, useMemo, useRef } from 'react';
import { moved, type ViewBox, WHOLE, zoomed } from './view-box.ts';
import { drawWindowed, type GreyWindow } from './window-level.ts';

const STEP = 0.08;
const ZOOM_STEP = 1.25;

interface FilmCanvasProps {
  picture: ImageBitmap;
  heatmap: ImageBitmap | undefined;
  /** x, y in pixels of the heat map: a closed line around its main region. */
  contour: readonly (readonly number[])[] | undefined;
  /** 0..1 */
  heatOpacity: number;
  greys: GreyWindow;
  box: ViewBox;
  onBox: (change: (box: ViewBox) => ViewBox) => void;
  /** For those who do not see it. */
  label: string;
}

/** A bright line on a dark one, as wide at any zoom: seen on every grey. */
const strokeContour = (
  context: CanvasRenderingContext2D,
  points: readonly (readonly number[])[],
  { scaleX, scaleY, unit }: { scaleX: number; scaleY: number; unit: number },
): void => {
  context.beginPath();
  for (const [x = 0, y = 0] of points) context.lineTo(x * scaleX, y * scaleY);
  context.closePath();
  context.lineJoin = 'round';
  for (const [colour, width] of [
    ['rgb(0 0 0 / 60%)', 4],
    ['#ffe9a8', 1.6],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width * unit;
    context.stroke();
  }
};

const keyChange = (key: string): ((box: ViewBox) => ViewBox) | undefined => {
  if (key === '+' || key === '=') return (box) => zoomed(box, ZOOM_STEP);
  if (key === '-') return (box) => zoomed(box, 1 / ZOOM_STEP);
  if (key === '0') return () => WHOLE;
  if (key === 'ArrowLeft') return (box) => moved(box, STEP, 0);
  if (key === 'ArrowRight') return (box) => moved(box, -STEP, 0);
  if (key === 'ArrowUp') return (box) => moved(box, 0, STEP);
  if (key === 'ArrowDown') return (box) => moved(box, 0, -STEP);
  return undefined;
};

/** Film and heat map, to be dragged, zoomed with the wheel, and moved with the keys + - 0 and the arrows. */
export const FilmCanvas = (props: FilmCanvasProps) => {
  const { picture, heatmap, contour, heatOpacity, greys, box, onBox, label } = props;
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const film = useMemo(() => drawWindowed(picture, greys), [picture, greys]);

  useEffect(() => {
    const canvas = canvasRef.current;
    const context = canvas?.getContext('2d');
    if (canvas === null || context === null || context === undefined) return;
    canvas.width = film.width;
    canvas.height = film.height;
    context.imageSmoothingQuality = 'high';
    context.translate(film.width * (0.5 + box.shiftX), film.height * (0.5 + box.shiftY));
    context.scale(box.zoom, box.zoom);
    context.translate(-film.width / 2, -film.height / 2);
    context.drawImage(film, 0, 0);
    if (heatmap === undefined) return;
    context.globalAlpha = heatOpacity;
    context.drawImage(heatmap, 0, 0, film.width, film.height);
    if (contour === undefined || heatOpacity === 0) return;
    context.globalAlpha = 1;
    const [scaleX, scaleY] = [film.width / heatmap.width, film.height / heatmap.height];
    // A pixel of the screen, in pixels of the film as it is drawn here.
    const unit = film.width / Math.max(1, canvas.clientWidth) / box.zoom;
    strokeContour(context, contour, { scaleX, scaleY, unit });
  }, [film, heatmap, contour, heatOpacity, box]);

  useEffect(() => {
    const canvas = canvasRef.current;
    if (canvas === null) return undefined;
    // React's own listener is passive and could not keep the page from scrolling; without focus the page scrolls as ever.
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && document.activeElement !== canvas) return;
      event.preventDefault();
      onBox((now) => zoomed(now, event.deltaY < 0 ? 1.12 : 1 / 1.12));
    };
    canvas.addEventListener('wheel', onWheel, { passive: false });
    return () => canvas.removeEventListener('wheel', onWheel);
  }, [onBox]);

  return (
    <canvas
      ref={canvasRef}
      className={box.zoom > 1 ? 'film is-zoomed' : 'film'}
      tabIndex={0}
      role="img"
      aria-label={label}
      aria-description="Arrow keys move the film, plus and minus zoom, zero shows all of it."
      onKeyDown={(event) => {
        const change = keyChange(event.key);
        if (change === undefined || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        onBox(change);
      }}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
        const { width, height } = event.currentTarget.getBoundingClientRect();
        onBox((now) => moved(now, event.movementX / width, event.movementY / height));
      }}
      onDoubleClick={() => onBox((now) => (now.zoom > 1 ? WHOLE : zoomed(now, 2)))}
    />
  );
};
