import {
  classHistogram,
  findNearDuplicates,
  PROBE_METHOD,
  SUSPICIOUS_AUC,
  shortcutProbes,
  THUMBNAIL_SIDE,
} from '@pneumo/models';
import type { DatasetAudit, DatasetImage } from '@pneumo/shared/contracts';

/** The rows of a data set with what was kept of their pictures; plain data, so that it can cross to another thread. */
export interface AuditInput {
  readonly rows: readonly DatasetImage[];
  /** 16x16 grey values per row, one after another. */
  readonly thumbnails: Uint8Array;
  readonly brightness: Float64Array;
  readonly detail: Float64Array;
  readonly preprocessing: string;
  readonly seed: number;
}

/** The part of an audit that takes long: seconds for some ten thousand pictures. */
export type AuditFigures = Pick<DatasetAudit, 'nearDuplicates' | 'probes' | 'histograms'>;

export function auditFigures({ rows, thumbnails, brightness, detail, preprocessing, seed }: AuditInput): AuditFigures {
  const labels = Uint8Array.from(rows, (row) => (row.label === 'pneumonia' ? 1 : 0));
  const widths = rows.map((row) => row.width);
  const heights = rows.map((row) => row.height);
  const sizeBytes = rows.map((row) => row.sizeBytes);
  const images = {
    labels,
    patients: rows.map((row) => row.patient),
    sizeBytes,
    widths,
    heights,
    channels: rows.map((row) => row.channels),
    brightness,
    detail,
    thumbnails,
  };
  return {
    nearDuplicates: findNearDuplicates({ rows, thumbnails, side: THUMBNAIL_SIDE }),
    probes: {
      suspiciousAbove: SUSPICIOUS_AUC,
      preprocessing,
      method: PROBE_METHOD,
      results: shortcutProbes(images, { seed }),
    },
    histograms: {
      width: classHistogram(widths, labels, { unit: 'pixels' }),
      height: classHistogram(heights, labels, { unit: 'pixels' }),
      aspect: classHistogram(
        rows.map((row) => row.width / row.height),
        labels,
        { unit: 'width / height' },
      ),
      fileSize: classHistogram(sizeBytes, labels, { unit: 'bytes' }),
      brightness: classHistogram(brightness, labels, { unit: 'grey value', range: [0, 255] }),
    },
  };
}
