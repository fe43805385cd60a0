import { PneumoError } from '@pneumo/shared/runtime';
import {
  MaxFileSizeExceededError,
  MaxPartsExceededError,
  MaxTotalSizeExceededError,
  MultipartParser,
  type MultipartPart,
} from '@remix-run/multipart-parser';

export interface RelatedLimits {
  readonly partBytes: number;
  readonly totalBytes: number;
  readonly parts: number;
}

export const DICOM_TYPE = 'application/dicom';

const PARAMETER = /;\s*([\w-]+)\s*=\s*(?:"([^"]*)"|([^\s;]+))/g;
/** RFC 2046: one to seventy characters. */
const BOUNDARY = /^[\w'()+,./:=? -]{1,70}$/;

/** The boundary of `multipart/related; type="application/dicom"`. Throws `unsupported_media_type` or `malformed_body`. */
export const boundaryOf = (contentType: string): string => {
  const found = [...contentType.matchAll(PARAMETER)].map(([, name = '', quoted, plain]) => [
    name.toLowerCase(),
    quoted ?? plain ?? '',
  ]);
  const { type, boundary } = Object.fromEntries(found) as { type?: string; boundary?: string };
  if (type !== undefined && type.toLowerCase() !== DICOM_TYPE) {
    throw new PneumoError('unsupported_media_type', `Only parts of the type ${DICOM_TYPE} are taken.`);
  }
  if (boundary === undefined || !BOUNDARY.test(boundary)) {
    throw new PneumoError('malformed_body', 'The content type names no boundary.');
  }
  return boundary;
};

/**
 * The parts of a multipart/related body, each whole, as they come: the next is read only when the last was dealt with,
 * so that one part at a time is in memory. Throws `payload_too_large`, `unsupported_media_type` or `malformed_body`.
 */
export async function* readRelatedParts(
  body: AsyncIterable<Uint8Array>,
  boundary: string,
  { partBytes, totalBytes, parts }: RelatedLimits,
): AsyncGenerator<Uint8Array> {
  const parser = new MultipartParser(boundary, { maxFileSize: partBytes, maxTotalSize: totalBytes, maxParts: parts });
  // Only the parser's and the stream's faults are turned into answers: what the caller throws between two parts passes.
  const guarded = <T>(step: () => T): T => {
    try {
      return step();
    } catch (error) {
      throw refusalOf(error);
    }
  };
  const chunks = body[Symbol.asyncIterator]();
  for (;;) {
    const chunk = await chunks.next().catch((error: unknown) => Promise.reject(refusalOf(error)));
    if (chunk.done === true) break;
    const found = parser.write(chunk.value);
    for (let part = guarded(() => found.next()); part.done !== true; part = guarded(() => found.next())) {
      yield dicomOf(part.value);
    }
  }
  guarded(() => {
    parser.finish();
  });
}

const dicomOf = (part: MultipartPart): Uint8Array => {
  const type = part.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== undefined && type !== DICOM_TYPE) {
    throw new PneumoError('unsupported_media_type', `Only parts of the type ${DICOM_TYPE} are taken.`);
  }
  return part.bytes;
};

const refusalOf = (error: unknown): PneumoError => {
  const tooLarge = [MaxFileSizeExceededError, MaxTotalSizeExceededError, MaxPartsExceededError].some(
    (kind) => error instanceof kind,
  );
  if (tooLarge) {
    return new PneumoError('payload_too_large', 'An instance, their number or all of them are too large.', {
      cause: error,
    });
  }
  return new PneumoError('malformed_body', 'The multipart body is damaged or cut off.', { cause: error });
};
