import type { GreySquare } from './grey-square.ts';

/** A way in which a picture may have been turned, mirrored and inverted. */
export interface Pose {
  /** Quarter turns. */
  readonly turns: 0 | 1 | 2 | 3;
  /** Left to right, before it was turned. */
  readonly mirrored: boolean;
  readonly inverted: boolean;
}

const TURNS = [0, 1, 2, 3] as const;
const EITHER = [false, true] as const;

/** All sixteen; the first is that of a picture as it should be. */
export const POSES: readonly Pose[] = EITHER.flatMap((inverted) =>
  EITHER.flatMap((mirrored) => TURNS.map((turns) => ({ turns, mirrored, inverted }))),
);

/** Neither turned nor upside down. A picture mirrored left to right counts as upright: networks are trained on such, too. */
export const isUpright = ({ turns }: Pose): boolean => turns === 0;

/** The picture in another pose; `black + white` of its scale turns an inverted one back (0 of contrast-normalised values, 255 of grey ones). */
export const takePose = ({ side, values }: GreySquare, pose: Pose, blackPlusWhite: number): GreySquare => {
  const posed = new Float64Array(values.length);
  const last = side - 1;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      let [fromX, fromY] = [pose.mirrored ? last - x : x, y];
      for (let turn = 0; turn < pose.turns; turn++) [fromX, fromY] = [fromY, last - fromX];
      const value = values[fromY * side + fromX]!;
      posed[y * side + x] = pose.inverted ? blackPlusWhite - value : value;
    }
  }
  return { side, values: posed };
};
