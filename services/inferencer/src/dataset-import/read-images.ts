import { type CanonicalImage, type DecodePool, ImageError, patientTextOf } from '@pneumo/imaging';
import { differenceHash } from '@pneumo/imaging/pure';
import type { DatasetImage, RejectedFile } from '@pneumo/shared/contracts';
import {
  type DescribeFile,
  type FileDescription,
  forEachLimited,
  isOwnPatient,
  type KeyedHash,
  patientKeyOfId,
  patientKeyOfImage,
} from '@pneumo/shared/runtime';
import type { SourceEntry } from '../archive/source-entry.ts';

/** A row before duplicates are removed and splits are cut. */
export interface ImportedImage extends Omit<DatasetImage, 'split'> {
  /** Place in the source, from 1 on. */
  readonly ordinal: number;
}

type DescribedImage = Extract<FileDescription, { kind: 'image' }>;

export interface ReadImagesOptions {
  entries: AsyncIterable<SourceEntry>;
  decodePool: Pick<DecodePool, 'decode'>;
  /** Stores a canonical PNG; called once per different image. */
  putImage: (imageId: string, png: Uint8Array) => Promise<void>;
  describe: DescribeFile;
  /** Makes keys of the patients that DICOM files name. */
  hashPatient: KeyedHash;
  /** Sees every picture while its pixels are at hand. */
  onImage: (row: ImportedImage, image: CanonicalImage) => void;
  onFile: () => void;
  signal: AbortSignal;
}

/** Files being read, decoded or stored at the same time. */
const IN_FLIGHT = 8;

/** Every file of the source becomes a row or a rejection with its reason; both come in order of their names. */
export async function readImages(
  options: ReadImagesOptions,
): Promise<{ images: ImportedImage[]; rejected: RejectedFile[] }> {
  const images: ImportedImage[] = [];
  const rejected: RejectedFile[] = [];
  const stored = new Set<string>();

  const readOne = async (entry: SourceEntry, ordinal: number, file: DescribedImage): Promise<void> => {
    const { signal } = options;
    const image = await options.decodePool.decode(await entry.read(), signal);
    if (!stored.has(image.sha256)) {
      stored.add(image.sha256);
      await options.putImage(image.sha256, image.png);
    }
    const { subtype, publishedSplit } = file;
    const { ageBand, view, device } = knownOf(file, image);
    const { format, width, height, channels, sizeBytes, sha256 } = image.source;
    const row: ImportedImage = {
      ordinal,
      imageId: image.sha256,
      label: file.label,
      patient: patientOf(file, image, options.hashPatient),
      ...(subtype === undefined ? {} : { subtype }),
      ...(ageBand === undefined ? {} : { ageBand }),
      ...(view === undefined ? {} : { view }),
      ...(device === undefined ? {} : { device }),
      ...(publishedSplit === undefined ? {} : { publishedSplit }),
      sourceName: entry.path,
      sourceSha256: sha256,
      sizeBytes,
      width,
      height,
      channels,
      format,
      perceptualHash: differenceHash(image.pixels, image.width, image.height),
    };
    options.onImage(row, image);
    images.push(row);
  };

  await forEachLimited(numbered(options.entries), IN_FLIGHT, async ({ entry, ordinal }) => {
    options.signal.throwIfAborted();
    const file = options.describe(entry.path);
    if (file.kind === 'rejected') {
      rejected.push({ sourceName: entry.path, code: file.code, message: file.message, ordinal });
    } else if (file.kind === 'image') {
      try {
        await readOne(entry, ordinal, file);
      } catch (error) {
        if (!(error instanceof ImageError)) throw error;
        rejected.push({ sourceName: entry.path, code: error.code, message: error.message, ordinal });
      }
    }
    options.onFile();
  });
  return { images: images.sort(bySourceName), rejected: rejected.sort(bySourceName) };
}

/** Labels win over what a DICOM file tells of itself. */
function knownOf(file: DescribedImage, { dicom }: CanonicalImage): Pick<DescribedImage, 'ageBand' | 'view' | 'device'> {
  return {
    ageBand: file.ageBand ?? dicom?.ageBand,
    view: file.view ?? dicom?.view,
    device: file.device ?? dicom?.device,
  };
}

function patientOf({ patient, publishedSplit }: DescribedImage, image: CanonicalImage, hash: KeyedHash): string {
  if (!isOwnPatient(patient)) return patient;
  const told = image.dicom === undefined ? undefined : patientTextOf(image.dicom.identity);
  if (told !== undefined) return patientKeyOfId(told, publishedSplit, hash);
  return patientKeyOfImage(image.sha256, publishedSplit);
}

/** From 1 on, in the source's own order. */
async function* numbered(entries: AsyncIterable<SourceEntry>): AsyncGenerator<{ entry: SourceEntry; ordinal: number }> {
  let ordinal = 0;
  for await (const entry of entries) {
    ordinal += 1;
    yield { entry, ordinal };
  }
}

function bySourceName(a: { sourceName: string }, b: { sourceName: string }): number {
  return a.sourceName < b.sourceName ? -1 : 1;
}
