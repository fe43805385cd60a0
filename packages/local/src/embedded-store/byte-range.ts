import { s3Errors } from './s3-error.ts';

export interface ByteRange {
  start: number;
  /** The last byte, itself included. */
  end: number;
}

/** Reads a Range header. Undefined: send everything (no header, several ranges, or one that HTTP says to ignore). Throws S3Error (416). */
export function parseRange(header: string | undefined, sizeBytes: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  const [, first, last] = match ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  if (first === '') {
    const lengthBytes = Math.min(Number(last), sizeBytes);
    if (lengthBytes === 0) throw s3Errors.invalidRange();
    return { start: sizeBytes - lengthBytes, end: sizeBytes - 1 };
  }
  const start = Number(first);
  const end = last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (last !== '' && Number(last) < start) return undefined;
  if (start >= sizeBytes) throw s3Errors.invalidRange();
  return { start, end };
}
