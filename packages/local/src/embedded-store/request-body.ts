import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { decodeChunks } from './chunked-body.ts';
import { s3Errors } from './s3-error.ts';
import type { VerifiedRequest } from './signature.ts';

/** S3's own limit for one put. */
const maxBodyBytes = 5 * 1024 ** 3;

function declaredLength(text: string | undefined): number {
  if (text === undefined || !/^\d+$/.test(text)) throw s3Errors.missingLength();
  const sizeBytes = Number(text);
  if (sizeBytes > maxBodyBytes) throw s3Errors.tooLarge();
  return sizeBytes;
}

/** The body's bytes as the client meant them. The iteration throws S3Error where length, hash or chunk signatures do not hold. */
export async function* readBody(request: IncomingMessage, verified: VerifiedRequest): AsyncGenerator<Uint8Array> {
  const streaming = verified.payload.startsWith('STREAMING-');
  const decodedLength = request.headers['x-amz-decoded-content-length'];
  const length = streaming && typeof decodedLength === 'string' ? decodedLength : request.headers['content-length'];
  const expectedBytes = declaredLength(length);
  const hash = /^[0-9a-f]{64}$/.test(verified.payload) ? createHash('sha256') : undefined;
  const raw = request as AsyncIterable<Uint8Array>;
  const chunks = streaming ? decodeChunks(raw, verified) : raw;
  let sizeBytes = 0;
  for await (const chunk of chunks) {
    sizeBytes += chunk.length;
    if (sizeBytes > expectedBytes) throw s3Errors.incompleteBody();
    hash?.update(chunk);
    yield chunk;
  }
  if (sizeBytes !== expectedBytes) throw s3Errors.incompleteBody();
  if (hash && hash.digest('hex') !== verified.payload) throw s3Errors.hashMismatch();
  if (!hash && !streaming && verified.payload !== 'UNSIGNED-PAYLOAD') throw s3Errors.hashMismatch();
}
