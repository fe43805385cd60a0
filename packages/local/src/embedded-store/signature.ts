import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { s3Errors } from './s3-error.ts';

/* AWS Signature Version 4 in the Authorization header, as S3 describes it. Presigned addresses are not offered. */

const algorithm = 'AWS4-HMAC-SHA256';
const maxSkewMs = 15 * 60 * 1000;
const authorizationPattern = /^AWS4-HMAC-SHA256 Credential=([^,]+), *SignedHeaders=([^,]+), *Signature=([0-9a-f]{64})$/;

export interface Credentials {
  accessKey: string;
  secretKey: string;
  region: string;
}

export interface VerifiedRequest {
  /** What x-amz-content-sha256 says: a SHA-256 in hex, UNSIGNED-PAYLOAD or a STREAMING-... name. */
  payload: string;
  /** Signs one chunk of a STREAMING-AWS4-HMAC-SHA256-PAYLOAD body: its signature follows from the one before. */
  signChunk(previousSignature: string, chunk: Uint8Array): string;
  seedSignature: string;
}

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** Compares without telling by its time how much was right. */
export function sameText(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(a)), Buffer.from(sha256(b)));
}

function parseAmzDate(text: string): number {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text);
  if (!match) throw s3Errors.accessDenied('x-amz-date is missing or not valid.');
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}

function headerText(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return (Array.isArray(value) ? value.join(',') : (value ?? '')).trim().replace(/ +/g, ' ');
}

function canonicalRequest(request: IncomingMessage, signedHeaders: string[], payload: string): string {
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const parameters = query.split('&').filter((part) => part !== '');
  const sorted = parameters.map((part) => (part.includes('=') ? part : `${part}=`)).sort();
  const headers = signedHeaders.map((name) => `${name}:${headerText(request, name)}\n`);
  return [request.method, path, sorted.join('&'), headers.join(''), signedHeaders.join(';'), payload].join('\n');
}

/** Checks who signed a request and that nothing signed was changed. Throws S3Error (403). The body is checked by whoever reads it. */
export function verifySignature(request: IncomingMessage, credentials: Credentials, nowMs: number): VerifiedRequest {
  const match = authorizationPattern.exec(headerText(request, 'authorization'));
  const [, credential, signedList, signature] = match ?? [];
  if (!credential || !signedList || !signature)
    throw s3Errors.accessDenied('A request must be signed (AWS4-HMAC-SHA256).');
  const [accessKey = '', date = '', region = '', service = '', end = ''] = credential.split('/');
  if (!sameText(accessKey, credentials.accessKey)) throw s3Errors.unknownAccessKey();
  if (service !== 's3' || end !== 'aws4_request' || region !== credentials.region) {
    throw s3Errors.accessDenied(`The signature is not for s3 in ${credentials.region}.`);
  }
  const amzDate = headerText(request, 'x-amz-date');
  if (Math.abs(parseAmzDate(amzDate) - nowMs) > maxSkewMs || !amzDate.startsWith(date)) throw s3Errors.timeSkewed();

  const signedHeaders = signedList.split(';');
  const mustBeSigned = Object.keys(request.headers).filter((name) => name.startsWith('x-amz-'));
  if (['host', ...mustBeSigned].some((name) => !signedHeaders.includes(name))) {
    throw s3Errors.accessDenied('host and every x-amz- header must be signed.');
  }
  const payload = headerText(request, 'x-amz-content-sha256');
  if (payload === '') throw s3Errors.accessDenied('x-amz-content-sha256 is missing.');

  const scope = [date, region, service, end].join('/');
  const signingKey = [region, service, end].reduce(hmac, hmac(`AWS4${credentials.secretKey}`, date));
  const sign = (kind: string, ...lines: string[]): string =>
    hmac(signingKey, [kind, amzDate, scope, ...lines].join('\n')).toString('hex');
  if (!sameText(signature, sign(algorithm, sha256(canonicalRequest(request, signedHeaders, payload))))) {
    throw s3Errors.signatureMismatch();
  }
  return {
    payload,
    seedSignature: signature,
    signChunk: (previous, chunk) => sign(`${algorithm}-PAYLOAD`, previous, sha256(''), sha256(chunk)),
  };
}
