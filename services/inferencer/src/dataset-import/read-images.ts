import { type DecodePool, ImageError } from '@pneumo/imaging';
import { differenceHash } from '@pneumo/imaging/pure';
import type { ClassLabel, DatasetImage, RejectedFile } from '@pneumo/shared/contracts';
import { forEachConcurrently } from './for-each-concurrently.ts';
import { patientKeyOf, subtypeOf } from './patient-key.ts';
import type { SourceEntry } from './source-entry.ts';
import { createSourceLayout, type SourceFile } from './source-layout.ts';

/** A row before duplicates are removed and splits are cut. */
export type ImportedImage = Omit<DatasetImage, 'split'>;

export interface ReadImagesOptions {
  entries: AsyncIterable<SourceEntry>;
  decodePool: Pick<DecodePool, 'decode'>;
  /** Stores a canonical PNG; called once per different image. */
  putImage: (imageId: string, png: Uint8Array) => Promise<void>;
  classes: Readonly<Record<string, ClassLabel>>;
  onFile: () => void;
  signal: AbortSignal;
}

/** Files being read, decoded or stored at the same time. */
const IN_FLIGHT = 8;

/** Every file of the source becomes a row or a rejection with its reason; both come in order of their names. */
export async function readImages(
  options: ReadImagesOptions,
): Promise<{ images: ImportedImage[]; rejected: RejectedFile[] }> {
  const layout = createSourceLayout(options.classes);
  const images: ImportedImage[] = [];
  const rejected: RejectedFile[] = [];
  const stored = new Set<string>();

  const readOne = async (entry: SourceEntry, file: Extract<SourceFile, { kind: 'image' }>): Promise<void> => {
    const { signal } = options;
    const image = await options.decodePool.decode(await entry.read(), signal);
    if (!stored.has(image.sha256)) {
      stored.add(image.sha256);
      await options.putImage(image.sha256, image.png);
    }
    const patient = patientKeyOf(entry.path, file.fileName, file.publishedSplit);
    const subtype = file.label === 'pneumonia' ? subtypeOf(file.fileName, file.folder) : undefined;
    const { format, width, height, channels, sizeBytes, sha256 } = image.source;
    images.push({
      imageId: image.sha256,
      label: file.label,
      patient,
      ...(subtype === undefined ? {} : { subtype }),
      ...(file.publishedSplit === undefined ? {} : { publishedSplit: file.publishedSplit }),
      sourceName: entry.path,
      sourceSha256: sha256,
      sizeBytes,
      width,
      height,
      channels,
      format,
      perceptualHash: differenceHash(image.pixels, image.width, image.height),
    });
  };

  await forEachConcurrently(options.entries, IN_FLIGHT, async (entry) => {
    options.signal.throwIfAborted();
    const file = layout(entry.path);
    if (file.kind === 'unlabelled') {
      rejected.push({ sourceName: entry.path, code: 'unknown_class', message: file.message });
    } else if (file.kind === 'image') {
      try {
        await readOne(entry, file);
      } catch (error) {
        if (!(error instanceof ImageError)) throw error;
        rejected.push({ sourceName: entry.path, code: error.code, message: error.message });
      }
    }
    options.onFile();
  });
  return { images: images.sort(bySourceName), rejected: rejected.sort(bySourceName) };
}

function bySourceName(a: { sourceName: string }, b: { sourceName: string }): number {
  return a.sourceName < b.sourceName ? -1 : 1;
}
