import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { encodePhantomJpeg } from '@pneumo/imaging';
import { drawPhantom } from '@pneumo/imaging/pure';

export interface DemoImage {
  /** Path inside the archive: `NORMAL/IM-0001-0001.jpeg`, `train/PNEUMONIA/person1_virus_6.jpeg`. */
  name: string;
  label: 'normal' | 'pneumonia';
  read(): Promise<Uint8Array>;
}

export interface DemoImages {
  /** What it is called and said to be. */
  title: string;
  images: DemoImage[];
  /** Of a patient of whom nothing is in `images`. */
  heldOut: DemoImage;
}

/** Small, since they are drawn each time; the network sees them smaller still. */
const demoSize = { width: 192, height: 168 };

/**
 * Phantoms named as the published files are, so that each is a patient of its own; half of them with opacities. Another `seed` gives
 * others. Without a size each has one of its own.
 */
export function drawPhantoms(seed: string, count: number, size?: { width: number; height: number }): DemoImages {
  const phantom = (index: number): DemoImage => {
    const label = index % 2 === 0 ? 'normal' : 'pneumonia';
    const number = String(index + 1).padStart(4, '0');
    const name = label === 'normal' ? `NORMAL/IM-${number}-0001.jpeg` : `PNEUMONIA/person${index + 1}_bacteria_1.jpeg`;
    const options = { seed: `${seed} ${index}`, label, ...(size === undefined ? {} : { size }) } as const;
    return { name, label, read: () => encodePhantomJpeg(drawPhantom(options)) };
  };
  const images = Array.from({ length: count }, (_, index) => phantom(index));
  // The next odd number: a phantom with opacities, that is not among the others.
  return { title: 'phantoms', images, heldOut: phantom(count + 1 - (count % 2)) };
}

/** The phantoms of the demo. */
export const drawDemoPhantoms = (count: number): DemoImages => drawPhantoms('demo', count, demoSize);

/** Orders by a seeded hash: the same folder always gives the same choice, in no order that a name could betray. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const result = [...items];
  let state = seed >>> 0;
  for (let last = result.length - 1; last > 0; last -= 1) {
    // xorshift32
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const other = (state >>> 0) % (last + 1);
    [result[last], result[other]] = [result[other]!, result[last]!];
  }
  return result;
}

/** Who is on a picture, as far as its name says: enough to keep the held-out patient out. */
const patientOf = (name: string): string =>
  /^(person\d+|(?:NORMAL2-)?IM-\d+)/i.exec(basename(name))?.[1]?.toLowerCase() ?? basename(name);

/** Takes `limit` of the files, half of each class, and one of another patient aside. Throws an Error when a class is missing. */
export function chooseImages(
  files: readonly { path: string; name: string; label: 'normal' | 'pneumonia' }[],
  limit: number | undefined,
): Omit<DemoImages, 'title'> {
  const toImage = ({ path, name, label }: (typeof files)[number]): DemoImage => ({
    name,
    label,
    read: () => readFile(path),
  });
  const ordered = shuffled(files, 20_260_101);
  const held = ordered.find((file) => file.label === 'pneumonia');
  if (!held) throw new Error('There is no image in a PNEUMONIA folder.');
  const others = ordered.filter((file) => patientOf(file.name) !== patientOf(held.name));
  const byLabel = (label: 'normal' | 'pneumonia'): typeof others => others.filter((file) => file.label === label);
  const normal = byLabel('normal');
  if (normal.length === 0) throw new Error('There is no image in a NORMAL folder.');
  const chosen =
    limit === undefined
      ? others
      : [...normal.slice(0, Math.floor(limit / 2)), ...byLabel('pneumonia').slice(0, Math.ceil(limit / 2))];
  return { images: chosen.map(toImage), heldOut: toImage(held) };
}
