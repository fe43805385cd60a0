import type { Estimate, ProbeName, ShortcutProbe } from '@pneumo/shared/contracts';
import type { Labels } from '../metrics/check-samples.ts';
import { crossValidatedAuc, directionFreeAuc } from './cross-validated-auc.ts';
import { readBack } from './read-back.ts';

/** Over this AUC something that is no finding tells the classes apart. */
export const SUSPICIOUS_AUC = 0.8;
/** With fewer patients in a class, chance alone goes over the limit every now and then: the figure stands without a warning. */
const MIN_PATIENTS_TO_WARN = 10;
export const THUMBNAIL_SIDE = 16;

export const PROBE_METHOD =
  'AUC with a 95 % interval by patient-clustered bootstrap. One number: the larger of AUC and 1 - AUC on all images. Thumbnail and ' +
  'border: logistic regression, five folds grouped by patient, fitted on four and scored on the fifth. Probes that see "file" look at ' +
  'what squashing to a square takes away; probes that see "input" look at the squashed picture. What is left of a "file" probe: the AUC of the ' +
  'same number measured on the model input (0.5 where it is the same for all; of the file size, the detail, which is how well the input would ' +
  'compress), and how well the number of the file can be read back from the input, as distortion or blur, by ridge regression on an 8x8 ' +
  'thumbnail and the detail, five folds grouped by patient. A high AUC of thumbnail or brightness can also be disease: judge it with the others.';

export interface ProbedImages {
  readonly labels: Labels;
  readonly patients: readonly string[];
  readonly sizeBytes: ArrayLike<number>;
  readonly widths: ArrayLike<number>;
  readonly heights: ArrayLike<number>;
  readonly channels: ArrayLike<number>;
  /** Mean grey value of the squashed picture. */
  readonly brightness: ArrayLike<number>;
  /** Bits per pixel that differences between neighbouring pixels of the model input carry. */
  readonly detail: ArrayLike<number>;
  /** Squashed copies of 16x16 grey values, one after another. */
  readonly thumbnails: Uint8Array;
}

type Probe = Pick<ShortcutProbe, 'name' | 'sees' | 'description'> & { readonly features: ArrayLike<number> };

/** A number that is the same for all tells nothing apart. */
const NOTHING: Estimate = { value: 0.5, low: 0.5, high: 0.5 };

/** Every shortcut probe of the method on these images. */
export function shortcutProbes(
  images: ProbedImages,
  options: { seed: string | number; resamples?: number },
): ShortcutProbe[] {
  const { labels, patients } = images;
  const fewest = Math.min(...[0, 1].map((label) => new Set(patients.filter((_, i) => labels[i] === label)).size));
  const seen = inputFeatures(images);
  const detail = directionFreeAuc({ features: images.detail, labels, patients, ...options });
  return probesOf(images).map(({ features, ...probe }) => {
    const measure = features.length === labels.length ? directionFreeAuc : crossValidatedAuc;
    const auc = measure({ features, labels, patients, ...options });
    const suspicious = auc.value !== null && auc.value > SUSPICIOUS_AUC && fewest >= MIN_PATIENTS_TO_WARN;
    if (probe.sees === 'input') return { ...probe, auc, suspicious };
    const values = Float64Array.from(features, Math.log);
    const left = {
      auc: probe.name === 'file-size' ? detail : NOTHING,
      readBack: readBack({ ...seen, values, labels, patients, seed: options.seed }),
    };
    return { ...probe, auc, suspicious, left };
  });
}

/** 8x8 thumbnail and detail of each image. */
function inputFeatures({ thumbnails, detail }: ProbedImages): { features: Float64Array; columns: number } {
  const small = halved(thumbnails);
  const columns = (THUMBNAIL_SIDE / 2) ** 2 + 1;
  const features = Float64Array.from({ length: detail.length * columns }, (_, i) => {
    const [image, column] = [Math.floor(i / columns), i % columns];
    return column === columns - 1 ? detail[image]! : small[image * (columns - 1) + column]!;
  });
  return { features, columns };
}

function probesOf(images: ProbedImages): Probe[] {
  const { sizeBytes, widths, heights, channels, brightness, detail, thumbnails } = images;
  const aspects = Float64Array.from(widths, (width, i) => width / heights[i]!);
  const file = (name: ProbeName, description: string, features: ArrayLike<number>): Probe => ({
    name,
    sees: 'file',
    description,
    features,
  });
  const input = (name: ProbeName, description: string, features: ArrayLike<number>): Probe => ({
    name,
    sees: 'input',
    description,
    features,
  });
  return [
    file('file-size', 'Size of the file in bytes', sizeBytes),
    file('width', 'Width of the picture in pixels', widths),
    file('height', 'Height of the picture in pixels', heights),
    file('aspect', 'Width over height', aspects),
    file('channels', 'Channels of the file: grey or colour', channels),
    input('brightness', 'Mean grey value', brightness),
    input('detail', 'Entropy of differences between neighbouring pixels', detail),
    input('thumbnail', 'Logistic regression on an 8x8 thumbnail', halved(thumbnails)),
    input('border', 'Logistic regression on the outer ring of a 16x16 thumbnail alone', ring(thumbnails)),
  ];
}

/** 16x16 -> 8x8, the mean of four. */
function halved(thumbnails: Uint8Array): Float32Array {
  const side = THUMBNAIL_SIDE / 2;
  return Float32Array.from({ length: thumbnails.length / 4 }, (_, i) => {
    const image = Math.floor(i / side ** 2);
    const [x, y] = [i % side, Math.floor(i / side) % side];
    const at = image * THUMBNAIL_SIDE ** 2 + 2 * y * THUMBNAIL_SIDE + 2 * x;
    const below = at + THUMBNAIL_SIDE;
    return (thumbnails[at]! + thumbnails[at + 1]! + thumbnails[below]! + thumbnails[below + 1]!) / 4;
  });
}

function ring(thumbnails: Uint8Array): Float32Array {
  const size = THUMBNAIL_SIDE ** 2;
  const last = THUMBNAIL_SIDE - 1;
  const places = Array.from({ length: size }, (_, at) => at).filter((at) => {
    const [x, y] = [at % THUMBNAIL_SIDE, Math.floor(at / THUMBNAIL_SIDE)];
    return x === 0 || y === 0 || x === last || y === last;
  });
  const count = thumbnails.length / size;
  return Float32Array.from({ length: count * places.length }, (_, i) => {
    const image = Math.floor(i / places.length);
    return thumbnails[image * size + places[i % places.length]!]!;
  });
}
