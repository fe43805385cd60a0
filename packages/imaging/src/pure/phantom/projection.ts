/** Where the body lies in the picture. */
export interface Projection {
  width: number;
  height: number;
  readonly toPixel: (u: number, v: number) => { x: number; y: number };
  readonly toBody: (x: number, y: number) => { u: number; v: number };
  /** Pixels per body unit. */
  unit: number;
}
