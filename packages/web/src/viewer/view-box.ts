/** What of a picture is seen: `zoom` times as large as it fits, its middle shifted by shares of the frame. */
export interface ViewBox {
  zoom: number;
  shiftX: number;
  shiftY: number;
}

export const WHOLE: ViewBox = { zoom: 1, shiftX: 0, shiftY: 0 };
const MAX_ZOOM = 8;

const within = (value: number, limit: number): number => Math.min(limit, Math.max(-limit, value));

/** No further than until an edge of the picture reaches the middle of the frame. */
export const moved = (box: ViewBox, byX: number, byY: number): ViewBox => {
  const limit = box.zoom / 2;
  return { ...box, shiftX: within(box.shiftX + byX, limit), shiftY: within(box.shiftY + byY, limit) };
};

/** Larger or smaller around the middle of the frame. */
export const zoomed = (box: ViewBox, factor: number): ViewBox => {
  const zoom = Math.min(MAX_ZOOM, Math.max(1, box.zoom * factor));
  if (zoom === 1) return WHOLE;
  const scale = zoom / box.zoom;
  return moved({ zoom, shiftX: box.shiftX * scale, shiftY: box.shiftY * scale }, 0, 0);
};
