import type { ListPage } from './list-objects.ts';
import type { S3Error } from './s3-error.ts';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

// eslint-disable-next-line no-control-regex -- XML 1.0 cannot hold control characters, not even escaped
const notInXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;

function escapeXml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
  return text.replace(notInXml, '\ufffd').replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

const tag = (name: string, text: string | number | boolean): string => `<${name}>${escapeXml(String(text))}</${name}>`;

/** The body of a refusal. */
export function errorXml(error: S3Error, resource: string): string {
  const inner = tag('Code', error.code) + tag('Message', error.message) + tag('Resource', resource);
  return `${declaration}<Error>${inner}</Error>`;
}

/** The answer to `?location`. */
export function locationXml(region: string): string {
  return `${declaration}<LocationConstraint xmlns="${namespace}">${escapeXml(region)}</LocationConstraint>`;
}

/** The answer to a listing, version 2. `next` becomes an opaque continuation token. */
export function listXml(
  page: ListPage,
  request: { bucket: string; prefix: string; delimiter: string | undefined; maxKeys: number; urlEncoded: boolean },
): string {
  const write = (key: string): string => (request.urlEncoded ? encodeURIComponent(key).replaceAll('%2F', '/') : key);
  const objects = page.objects.map(
    (object) =>
      `<Contents>${tag('Key', write(object.key))}${tag('LastModified', object.lastModified.toISOString())}` +
      `${tag('ETag', `"${object.etag}"`)}${tag('Size', object.sizeBytes)}${tag('StorageClass', 'STANDARD')}</Contents>`,
  );
  const folders = page.folders.map((folder) => `<CommonPrefixes>${tag('Prefix', write(folder))}</CommonPrefixes>`);
  const head = [
    tag('Name', request.bucket),
    tag('Prefix', write(request.prefix)),
    request.delimiter === undefined ? '' : tag('Delimiter', request.delimiter),
    tag('MaxKeys', request.maxKeys),
    tag('KeyCount', page.objects.length + page.folders.length),
    request.urlEncoded ? tag('EncodingType', 'url') : '',
    tag('IsTruncated', page.next !== undefined),
    page.next === undefined ? '' : tag('NextContinuationToken', Buffer.from(page.next).toString('base64url')),
  ];
  return `${declaration}<ListBucketResult xmlns="${namespace}">${[...head, ...objects, ...folders].join('')}</ListBucketResult>`;
}

/** Reads back what listXml wrote as continuation token. */
export function readContinuationToken(token: string): string {
  return Buffer.from(token, 'base64url').toString('utf8');
}
