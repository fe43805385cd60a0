const BOUNDARY = 'between-two-films';

export const relatedType = (type = 'application/dicom', boundary = BOUNDARY): string =>
  `multipart/related; type="${type}"; boundary="${boundary}"`;

/** A multipart/related body as imaging archives send it (PS3.18 section 8.6.1.2). */
export function relatedBody(parts: readonly Uint8Array[]): Buffer {
  const head = Buffer.from(`\r\n--${BOUNDARY}\r\nContent-Type: application/dicom\r\n\r\n`);
  return Buffer.concat([...parts.flatMap((part) => [head, part]), Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
}
