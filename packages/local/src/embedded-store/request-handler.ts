import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { parseRange } from './byte-range.ts';
import { listObjects } from './list-objects.ts';
import type { ObjectFiles } from './object-files.ts';
import { readSlice } from './read-object.ts';
import { readBody } from './request-body.ts';
import { s3Errors } from './s3-error.ts';
import type { VerifiedRequest } from './signature.ts';
import { listXml, locationXml, readContinuationToken } from './xml.ts';

const maxKeysPerPage = 1000;
/** Objects from this size are streamed; a stream costs more than the bytes of smaller ones. */
const streamFromBytes = 256 * 1024;

export interface S3Target {
  bucket: string;
  /** Empty when the request is about the bucket. */
  key: string;
  query: URLSearchParams;
}

/** Path-style target of a request. Throws S3Error for a path that is not percent-encoded UTF-8. */
export function parseTarget(url: string): S3Target {
  const [path = '/', query = ''] = url.split('?', 2);
  const [bucket = '', ...rest] = path.slice(1).split('/');
  try {
    return {
      bucket: decodeURIComponent(bucket),
      key: decodeURIComponent(rest.join('/')),
      query: new URLSearchParams(query.replaceAll('+', '%20')),
    };
  } catch {
    throw s3Errors.invalidArgument('The path is not valid percent-encoded UTF-8.');
  }
}

function sendXml(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'application/xml' }).end(body);
}

const unquote = (etag: string | undefined): string | undefined => etag?.replace(/^"(.*)"$/, '$1');

/** The S3 calls that Pneumo makes: buckets made and found, objects put (with conditions), got (with ranges), deleted, listed. */
export function createRequestHandler(deps: { files: ObjectFiles; region: string }) {
  const { files, region } = deps;

  async function sendObject(
    request: IncomingMessage,
    response: ServerResponse,
    { bucket, key }: S3Target,
  ): Promise<void> {
    const object = await files.open(bucket, key);
    try {
      const range = parseRange(request.headers.range, object.sizeBytes);
      const ifMatch = unquote(request.headers['if-match']);
      if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== object.etag) throw s3Errors.preconditionFailed();
      response.setHeader('etag', `"${object.etag}"`);
      response.setHeader('last-modified', object.lastModified.toUTCString());
      if (unquote(request.headers['if-none-match']) === object.etag) {
        response.writeHead(304).end();
        return;
      }
      const { start, end } = range ?? { start: 0, end: object.sizeBytes - 1 };
      if (range) response.setHeader('content-range', `bytes ${start}-${end}/${object.sizeBytes}`);
      response.writeHead(range ? 206 : 200, {
        'content-type': object.contentType,
        'content-length': end - start + 1,
        'accept-ranges': 'bytes',
      });
      if (request.method === 'HEAD' || object.sizeBytes === 0) {
        response.end();
        return;
      }
      if (end - start < streamFromBytes) {
        response.end(object.bytes?.subarray(start, end + 1) ?? (await readSlice(object.handle, start, end + 1)));
        return;
      }
      await pipeline(
        object.handle.createReadStream({ start, end, autoClose: false, highWaterMark: 256 * 1024 }),
        response,
      );
    } finally {
      await object.handle.close();
    }
  }

  async function putObject(
    request: IncomingMessage,
    response: ServerResponse,
    { bucket, key }: S3Target,
    verified: VerifiedRequest,
  ): Promise<void> {
    const contentMd5 = request.headers['content-md5'];
    const { etag } = await files.put(bucket, key, readBody(request, verified), {
      contentType: request.headers['content-type'] ?? 'application/octet-stream',
      ifMatch: unquote(request.headers['if-match']),
      ifNoneMatch: unquote(request.headers['if-none-match']),
      check: (md5) => {
        if (typeof contentMd5 === 'string' && contentMd5 !== md5.toString('base64')) throw s3Errors.badDigest();
      },
    });
    response.writeHead(200, { etag: `"${etag}"` }).end();
  }

  async function sendList(response: ServerResponse, { bucket, query }: S3Target): Promise<void> {
    const token = query.get('continuation-token');
    const asked = Number(query.get('max-keys') ?? maxKeysPerPage);
    if (!Number.isInteger(asked) || asked < 0) throw s3Errors.invalidArgument('max-keys is not a number.');
    const request = {
      bucket,
      prefix: query.get('prefix') ?? '',
      delimiter: query.get('delimiter') || undefined,
      maxKeys: Math.min(asked, maxKeysPerPage),
      urlEncoded: query.get('encoding-type') === 'url',
      after: token ? readContinuationToken(token) : (query.get('start-after') ?? ''),
    };
    sendXml(response, listXml(await listObjects(await files.bucketFolder(bucket), request), request));
  }

  async function handleBucket(request: IncomingMessage, response: ServerResponse, target: S3Target): Promise<void> {
    if (request.method === 'PUT') {
      await files.createBucket(target.bucket);
      response.writeHead(200, { location: `/${target.bucket}` }).end();
    } else if (request.method === 'HEAD') {
      await files.bucketFolder(target.bucket);
      response.writeHead(200, { 'x-amz-bucket-region': region }).end();
    } else if (request.method === 'GET' && target.query.has('location')) {
      await files.bucketFolder(target.bucket);
      sendXml(response, locationXml(region));
    } else if (request.method === 'GET' && target.query.get('list-type') === '2') {
      await sendList(response, target);
    } else {
      throw s3Errors.notImplemented(`${request.method ?? ''} on a bucket`);
    }
  }

  return async function handle(
    request: IncomingMessage,
    response: ServerResponse,
    target: S3Target,
    verified: VerifiedRequest,
  ): Promise<void> {
    if (target.bucket === '') throw s3Errors.notImplemented('Listing buckets');
    if (target.key === '') return handleBucket(request, response, target);
    if (target.query.size > 0 && !target.query.has('x-id'))
      throw s3Errors.notImplemented('A sub-resource of an object');
    if (request.headers['x-amz-copy-source'] !== undefined) throw s3Errors.notImplemented('Copying');
    if (request.method === 'PUT') return putObject(request, response, target, verified);
    if (request.method === 'GET' || request.method === 'HEAD') return sendObject(request, response, target);
    if (request.method === 'DELETE') {
      await files.delete(target.bucket, target.key);
      response.writeHead(204).end();
      return;
    }
    throw s3Errors.notImplemented(`${request.method ?? ''} on an object`);
  };
}
