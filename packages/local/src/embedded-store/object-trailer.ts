/*
 * An object is one file: its bytes, then a trailer of fixed size with what S3 says about it. Bytes and facts so
 * appear by the same rename, and a file without a whole trailer is no object.
 */
export const trailerBytes = 512;
const magic = 'pneumo-object-1 ';
const maxContentTypeLength = 200;

export interface ObjectFacts {
  /** MD5 of the bytes as 32 hex digits, without quotes. */
  etag: string;
  contentType: string;
}

/** The 512 bytes that end an object's file. */
export function encodeTrailer(facts: ObjectFacts): Buffer {
  const contentType = facts.contentType.slice(0, maxContentTypeLength);
  const text = magic + JSON.stringify({ etag: facts.etag, contentType });
  const trailer = Buffer.alloc(trailerBytes, ' ');
  if (trailer.write(text, 'utf8') !== Buffer.byteLength(text)) throw new Error('object trailer does not fit');
  return trailer;
}

/** Reads a trailer; undefined when the bytes are not one. */
export function decodeTrailer(bytes: Buffer): ObjectFacts | undefined {
  const text = bytes.toString('utf8');
  if (bytes.length !== trailerBytes || !text.startsWith(magic)) return undefined;
  try {
    const facts: unknown = JSON.parse(text.slice(magic.length));
    if (typeof facts !== 'object' || facts === null || !('etag' in facts) || !('contentType' in facts))
      return undefined;
    const { etag, contentType } = facts;
    return typeof etag === 'string' && typeof contentType === 'string' ? { etag, contentType } : undefined;
  } catch {
    return undefined;
  }
}
