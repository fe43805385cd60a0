import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { Client } from 'minio';
import { PreconditionFailed } from './errors.ts';
import { createStoreTransport } from './store-transport.ts';

export interface ObjectStoreSettings {
  /** `http://host:port` or `https://host`; https means TLS. */
  readonly endpoint: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
  readonly bucket: string;
  readonly pathStyle: boolean;
}

export interface PutOptions {
  /** Write only if nothing is there. */
  readonly ifNoneMatch?: '*';
  /** Write only if the object still has this ETag. */
  readonly ifMatch?: string;
  readonly contentType?: string;
}

export interface StoredObject {
  readonly bytes: Buffer<ArrayBuffer>;
  readonly etag: string;
}

export interface ListedObject {
  readonly key: string;
  readonly sizeBytes: number;
  readonly lastModified: Date;
}

export interface ObjectStore {
  /** Throws `PreconditionFailed` when a condition does not hold. */
  put(key: string, bytes: Uint8Array | string, options?: PutOptions): Promise<{ etag: string }>;
  putJson(key: string, value: unknown, options?: PutOptions): Promise<{ etag: string }>;
  /** The object, or undefined when it is not there. */
  tryGet(key: string): Promise<StoredObject | undefined>;
  get(key: string): Promise<StoredObject>;
  /** The object as it arrives, for what is passed on and need not lie in memory; undefined when it is not there. */
  tryGetStream(key: string): Promise<Readable | undefined>;
  exists(key: string): Promise<boolean>;
  /** Removing what is not there is no error. */
  delete(key: string): Promise<void>;
  /** All objects under a prefix, in key order. */
  list(prefix: string, startAfter?: string): AsyncIterable<ListedObject>;
  /** The names directly under a prefix that ends in `/` (or the empty one), as folders, in order. */
  listFolders(prefix: string): AsyncIterable<string>;
  ensureBucket(): Promise<void>;
  /** Throws when the store or the bucket does not answer. */
  ping(): Promise<void>;
  close(): void;
}

/** A store may hang without closing the socket: give up, and let the retry rules decide. */
const SOCKET_IDLE_TIMEOUT_MS = 30_000;

/** S3's own limit of one put. Above it minio-js would upload in parts, which take no conditions and which not every store offers. */
const MAX_PUT_BYTES = 5 * 2 ** 30;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const isMissing = (error: unknown): boolean => ['NoSuchKey', 'NotFound'].includes(codeOf(error));

/** The S3 store: one bucket, whole objects, conditional puts. */
export const createObjectStore = (
  settings: ObjectStoreSettings,
  { idleTimeoutMs = SOCKET_IDLE_TIMEOUT_MS }: { idleTimeoutMs?: number } = {},
): ObjectStore => {
  const url = new URL(settings.endpoint);
  const useTls = url.protocol === 'https:';
  const agent = new (useTls ? https.Agent : http.Agent)({
    keepAlive: true,
    maxSockets: 64,
  });
  const client = new Client({
    endPoint: url.hostname,
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    useSSL: useTls,
    accessKey: settings.accessKey,
    secretKey: settings.secretKey,
    region: settings.region,
    pathStyle: settings.pathStyle,
    partSize: MAX_PUT_BYTES,
    transportAgent: agent,
    transport: createStoreTransport(useTls, idleTimeoutMs),
    // Retries are the job's business, where they are logged and backed off.
    retryOptions: { disableRetry: true },
  });
  const { bucket } = settings;

  const put = async (key: string, body: Uint8Array | string, options: PutOptions = {}): Promise<{ etag: string }> => {
    const bytes =
      typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    const headers: Record<string, string> = { 'Content-Type': options.contentType ?? 'application/octet-stream' };
    if (options.ifNoneMatch !== undefined) headers['If-None-Match'] = options.ifNoneMatch;
    if (options.ifMatch !== undefined) headers['If-Match'] = `"${options.ifMatch}"`;
    try {
      const { etag } = await client.putObject(bucket, key, bytes, bytes.byteLength, headers);
      return { etag: etag.replaceAll('"', '') };
    } catch (error) {
      // AWS answers 409 when two conditional puts overlap; If-Match on an absent key is NoSuchKey.
      const lost = ['PreconditionFailed', 'ConditionalRequestConflict'].includes(codeOf(error));
      if (lost || (options.ifMatch !== undefined && isMissing(error)))
        throw new PreconditionFailed(key, { cause: error });
      throw error;
    }
  };

  const tryGetStream = async (key: string): Promise<Readable | undefined> => {
    try {
      return await client.getObject(bucket, key);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };

  const tryGet = async (key: string): Promise<StoredObject | undefined> => {
    const stream = await tryGetStream(key);
    if (stream === undefined) return undefined;
    const headers = 'headers' in stream ? (stream.headers as http.IncomingHttpHeaders) : {};
    // Not `buffer` of stream/consumers: it copies everything into a Blob first, which every film would pay for.
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    const bytes = Buffer.concat(parts);
    const expected = headers['content-length'];
    if (expected !== undefined && Number(expected) !== bytes.byteLength) {
      throw Object.assign(new Error(`${key} ended early`), { code: 'ECONNRESET' });
    }
    return { bytes, etag: (headers.etag ?? '').replaceAll('"', '') };
  };

  async function* list(prefix: string, startAfter = ''): AsyncGenerator<ListedObject> {
    for await (const item of client.listObjectsV2(bucket, prefix, true, startAfter)) {
      const { name, size, lastModified } = item as { name?: string; size?: number; lastModified?: Date };
      if (name !== undefined) yield { key: name, sizeBytes: size ?? 0, lastModified: lastModified ?? new Date(0) };
    }
  }

  async function* listFolders(prefix: string): AsyncGenerator<string> {
    for await (const item of client.listObjectsV2(bucket, prefix, false)) {
      const { prefix: folder } = item as { prefix?: string };
      if (folder !== undefined) yield folder.slice(prefix.length).replace(/\/$/, '');
    }
  }

  return {
    put,
    putJson: (key, value, options) => put(key, JSON.stringify(value), { contentType: 'application/json', ...options }),
    tryGet,
    tryGetStream,
    get: async (key) => {
      const found = await tryGet(key);
      if (found === undefined) throw new Error(`${key} is not in the object store`);
      return found;
    },
    exists: async (key) => {
      try {
        await client.statObject(bucket, key);
        return true;
      } catch (error) {
        if (isMissing(error)) return false;
        throw error;
      }
    },
    delete: (key) => client.removeObject(bucket, key),
    list,
    listFolders,
    ensureBucket: async () => {
      if (await client.bucketExists(bucket)) return;
      try {
        await client.makeBucket(bucket, settings.region);
      } catch (error) {
        // Several services start at once: one of them makes it.
        if (!['BucketAlreadyOwnedByYou', 'BucketAlreadyExists'].includes(codeOf(error))) throw error;
      }
    },
    ping: async () => {
      if (!(await client.bucketExists(bucket))) throw new Error(`bucket ${bucket} does not exist`);
    },
    close: () => {
      agent.destroy();
    },
  };
};
