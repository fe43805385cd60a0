import type { PictureDescription } from './describe-picture.ts';
import { edgeHistogram } from './edge-histogram.ts';
import { distanceFrom, type GaussianModel } from './gaussian-model.ts';
import { isUpright, POSES, type Pose, takePose } from './poses.ts';

/** What is known of pictures as they should be. */
export interface PictureModels {
  /** Of thumbnails. */
  readonly likeness: GaussianModel;
  /** Of edge histograms. */
  readonly structure: GaussianModel;
}

/** All of them: the higher, the less usual. */
export interface PictureMeasures {
  /** Squared distance of the thumbnail from those of training films, in the pose in which it is nearest. */
  readonly likeness: number;
  /** The same of its edges, in that pose. */
  readonly structure: number;
  /** How much nearer it comes inverted: log of the ratio of distances, over 0 where it does. */
  readonly inverted: number;
  /** How much nearer it comes turned, or mirrored top to bottom. */
  readonly turned: number;
}

const GREY_BLACK_PLUS_WHITE = 255;

/** Measures a picture in all sixteen poses: a film that was turned or inverted is known by the pose that makes it look like one. */
export const measurePicture = (
  { likeness, structure }: PictureModels,
  { thumbnail, small }: PictureDescription,
): PictureMeasures => {
  const distances = new Map<Pose, number>(
    POSES.map((pose) => [pose, distanceFrom(likeness, takePose(thumbnail, pose, 0).values)]),
  );
  const nearest = (fits: (pose: Pose) => boolean): number =>
    Math.min(...[...distances].filter(([pose]) => fits(pose)).map(([, distance]) => distance));
  const least = nearest(() => true);
  const [pose] = [...distances].find(([, distance]) => distance === least) ?? [POSES[0]!];
  return {
    likeness: least,
    structure: distanceFrom(structure, edgeHistogram(takePose(small, pose, GREY_BLACK_PLUS_WHITE))),
    inverted: Math.log(nearest(({ inverted }) => !inverted) / nearest(({ inverted }) => inverted)),
    turned: Math.log(nearest(isUpright) / nearest((each) => !isUpright(each))),
  };
};
