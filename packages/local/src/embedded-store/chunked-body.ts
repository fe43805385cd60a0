import { s3Errors } from './s3-error.ts';
import { sameText, type VerifiedRequest } from './signature.ts';

/* Bodies in `aws-chunked`: `<size in hex>[;chunk-signature=<hex>]\r\n<bytes>\r\n`, ended by a chunk of size 0 and, for some, trailing headers. */

const signedPayload = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
const unsignedPayload = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
const maxChunkBytes = 16 * 1024 * 1024;
const maxLineBytes = 1024;

interface ByteReader {
  line(): Promise<string>;
  take(sizeBytes: number): Promise<Buffer>;
  drain(): Promise<void>;
}

function createByteReader(source: AsyncIterable<Uint8Array>): ByteReader {
  const iterator = source[Symbol.asyncIterator]();
  let parts: Buffer[] = [];
  let heldBytes = 0;
  async function more(): Promise<void> {
    const next = await iterator.next();
    if (next.done) throw s3Errors.incompleteBody();
    parts.push(Buffer.from(next.value));
    heldBytes += next.value.length;
  }
  function cut(sizeBytes: number): Buffer {
    const all = Buffer.concat(parts);
    parts = [all.subarray(sizeBytes)];
    heldBytes = all.length - sizeBytes;
    return all.subarray(0, sizeBytes);
  }
  async function take(sizeBytes: number): Promise<Buffer> {
    while (heldBytes < sizeBytes) await more();
    return cut(sizeBytes);
  }
  return {
    take,
    async line() {
      for (;;) {
        const end = Buffer.concat(parts).indexOf('\r\n');
        if (end >= 0) return cut(end + 2).toString('latin1', 0, end);
        if (heldBytes > maxLineBytes) throw s3Errors.incompleteBody();
        await more();
      }
    },
    async drain() {
      while (!(await iterator.next()).done);
    },
  };
}

/** The bytes inside an `aws-chunked` body, each chunk checked against its signature before it is handed on. */
export async function* decodeChunks(
  source: AsyncIterable<Uint8Array>,
  verified: VerifiedRequest,
): AsyncGenerator<Uint8Array> {
  const signed = verified.payload === signedPayload;
  if (!signed && verified.payload !== unsignedPayload) throw s3Errors.notImplemented(verified.payload);
  const reader = createByteReader(source);
  let previous = verified.seedSignature;
  for (;;) {
    const match = /^([0-9a-f]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/i.exec(await reader.line());
    const sizeBytes = match?.[1] === undefined ? Number.NaN : parseInt(match[1], 16);
    if (!(sizeBytes <= maxChunkBytes)) throw s3Errors.incompleteBody();
    const chunk = await reader.take(sizeBytes);
    if (signed) {
      const expected = verified.signChunk(previous, chunk);
      if (!sameText(match?.[2] ?? '', expected)) throw s3Errors.signatureMismatch();
      previous = expected;
    }
    if (sizeBytes === 0) {
      await reader.drain();
      return;
    }
    await reader.take(2);
    yield chunk;
  }
}
