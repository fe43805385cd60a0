import { PneumoError } from '@pneumo/shared/runtime';
import { type PartLimits, splitParts } from './split-parts.ts';

const DICOM_TYPE = 'application/dicom';
const PARAMETER = /;\s*([\w-]+)\s*=\s*(?:"([^"]*)"|([^\s;]+))/g;
/** RFC 2046: one to seventy characters. */
const BOUNDARY = /^[\w'()+,./:=? -]{1,70}$/;

const notTaken = (): PneumoError =>
  new PneumoError('unsupported_media_type', `Send multipart/related with parts of the type ${DICOM_TYPE}.`);

/** The boundary of `multipart/related; type="application/dicom"`. Throws `unsupported_media_type` or `malformed_body`. */
export const boundaryOf = (contentType: string | undefined): string => {
  if (contentType === undefined || !/^multipart\/related\s*(;|$)/i.test(contentType)) throw notTaken();
  const found = new Map(
    [...contentType.matchAll(PARAMETER)].map(([, name = '', quoted, plain]) => [
      name.toLowerCase(),
      quoted ?? plain ?? '',
    ]),
  );
  if ((found.get('type') ?? DICOM_TYPE).toLowerCase() !== DICOM_TYPE) throw notTaken();
  const boundary = found.get('boundary');
  if (boundary === undefined || !BOUNDARY.test(boundary)) {
    throw new PneumoError('malformed_body', 'The content type names no boundary.');
  }
  return boundary;
};

/** The DICOM files of a request, as they come. Throws `payload_too_large`, `unsupported_media_type` or `malformed_body`. */
export async function* readRelatedParts(
  body: AsyncIterable<Uint8Array>,
  boundary: string,
  limits: PartLimits,
): AsyncGenerator<Uint8Array> {
  for await (const { type, bytes } of splitParts(body, boundary, limits)) {
    if (type !== undefined && type !== DICOM_TYPE) throw notTaken();
    yield bytes;
  }
}
