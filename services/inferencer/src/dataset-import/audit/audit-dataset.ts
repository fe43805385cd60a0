import { createHash } from 'node:crypto';
import { encodeCanonicalPng } from '@pneumo/imaging';
import { THUMBNAIL_SIDE } from '@pneumo/models';
import { type AuditPicture, CLASS_LABELS, type DatasetAudit, type DatasetImage } from '@pneumo/shared/contracts';
import type { ImportedImage } from '../read-images.ts';
import { computeFigures } from './compute-figures.ts';
import { countGroups } from './count-groups.ts';
import { AUDITED_PREPROCESSING, type CollectedPicture, type PictureCollector } from './picture-collector.ts';

export interface AuditOptions {
  /** The data set as it will be. */
  readonly rows: readonly DatasetImage[];
  /** Every picture that could be read, copies included. */
  readonly images: readonly ImportedImage[];
  readonly pictures: PictureCollector;
  readonly labelsFrom: DatasetAudit['labelsFrom'];
  readonly seed: number;
  readonly signal: AbortSignal;
}

export interface AuditedDataset {
  audit: DatasetAudit;
  /** What the audit's `pictures` describe. */
  files: { name: string; png: Uint8Array }[];
}

/** What a person should know of a data set before believing a figure measured on it. */
export async function auditDataset(options: AuditOptions): Promise<AuditedDataset> {
  const { rows, images, pictures, labelsFrom, seed, signal } = options;
  const thumbnails = new Uint8Array(rows.length * THUMBNAIL_SIDE ** 2);
  const brightness = new Float64Array(rows.length);
  const detail = new Float64Array(rows.length);
  for (const [i, row] of rows.entries()) {
    const features = pictures.features(row.imageId);
    thumbnails.set(features.thumbnail, i * THUMBNAIL_SIDE ** 2);
    brightness[i] = features.brightness;
    detail[i] = features.detail;
  }
  const figures = await computeFigures(
    { rows, thumbnails, brightness, detail, preprocessing: AUDITED_PREPROCESSING, seed },
    signal,
  );
  const drawn = pictures.draw().map(toFile);
  const groups = countGroups(rows);
  return {
    audit: {
      classes: countClasses(rows),
      labelsFrom,
      ...countPatients(rows),
      duplicates: {
        byteIdentical: images.length - new Set(images.map((image) => image.sourceSha256)).size,
        pixelIdentical: images.length - new Set(images.map((image) => image.imageId)).size,
      },
      ...figures,
      ...(groups === undefined ? {} : { groups }),
      pictures: drawn.map(({ described }) => described),
    },
    files: drawn.map(({ described, png }) => ({ name: described.name, png })),
  };
}

function countClasses(rows: readonly DatasetImage[]): DatasetAudit['classes'] {
  const [normal, pneumonia] = CLASS_LABELS.map((label) => {
    const own = rows.filter((row) => row.label === label);
    return { images: own.length, patients: new Set(own.map((row) => row.patient)).size };
  });
  return { normal: normal!, pneumonia: pneumonia! };
}

function countPatients(
  rows: readonly DatasetImage[],
): Pick<DatasetAudit, 'imagesPerPatient' | 'patientsInSeveralSplits'> {
  const byPatient = [...Map.groupBy(rows, (row) => row.patient).values()];
  const max = byPatient.reduce((most, own) => Math.max(most, own.length), 0);
  const histogram = new Array<number>(max + 1).fill(0);
  for (const own of byPatient) histogram[own.length]! += 1;
  const several = byPatient.filter((own) => new Set(own.map((row) => row.split)).size > 1).length;
  // Cut by patient, so this can only be a mistake of ours: no figure of such a data set would be worth anything.
  if (several > 0) throw new Error(`${several} patients lie in several splits`);
  return {
    imagesPerPatient: { mean: rows.length / byPatient.length, max, histogram },
    patientsInSeveralSplits: several,
  };
}

function toFile({ kind, label, images, imageIds, picture }: CollectedPicture): {
  described: AuditPicture;
  png: Uint8Array;
} {
  const png = encodeCanonicalPng(picture);
  const described: AuditPicture = {
    name: `${kind}-${label}.png`,
    kind,
    label,
    width: picture.width,
    height: picture.height,
    images,
    ...(imageIds === undefined ? {} : { imageIds }),
    sizeBytes: png.length,
    sha256: createHash('sha256').update(png).digest('hex'),
  };
  return { described, png };
}
