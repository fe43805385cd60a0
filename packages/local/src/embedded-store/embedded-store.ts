import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createObjectFiles } from './object-files.ts';
import { createRequestHandler, parseTarget } from './request-handler.ts';
import { S3Error } from './s3-error.ts';
import { type Credentials, verifySignature } from './signature.ts';
import { errorXml } from './xml.ts';

export interface EmbeddedStoreOptions extends Credentials {
  /** Where the objects lie; made when missing. Only one store may use it at a time. */
  directory: string;
  host: string;
  /** 0 for any free port. */
  port: number;
  /** Told of faults that are the store's own, not the caller's. */
  onFault?: (error: unknown) => void;
}

export interface EmbeddedStore {
  endpoint: string;
  port: number;
  /** Lets running requests end, then closes. */
  close(): Promise<void>;
}

/** Longer than clients keep idle connections, so that none is closed just as a client takes it up again. */
const keepAliveTimeoutMs = 75_000;

/** Starts the one-machine S3 store: the calls that Pneumo makes, signed, durable, with conditional puts. */
export async function startEmbeddedStore(options: EmbeddedStoreOptions): Promise<EmbeddedStore> {
  const files = await createObjectFiles(options.directory);
  const handle = createRequestHandler({ files, region: options.region });

  function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    if (request.destroyed && !request.complete) return;
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const known = error instanceof S3Error ? error : new S3Error(500, 'InternalError', 'The store failed.');
    if (known.status === 500) options.onFault?.(error);
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    response.writeHead(known.status, { 'content-type': 'application/xml', 'x-amz-request-id': randomUUID() });
    response.end(request.method === 'HEAD' ? undefined : errorXml(known, request.url ?? ''));
    // What is left of the body is read and dropped, so that the client sees the answer instead of a broken pipe.
    request.resume();
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const verified = verifySignature(request, options, Date.now());
      await handle(request, response, parseTarget(request.url ?? '/'), verified);
    } catch (error) {
      refuse(request, response, error);
    }
  }

  const server = createServer(
    { keepAliveTimeout: keepAliveTimeoutMs },
    (request, response) => void answer(request, response),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the store has no port');
  return {
    endpoint: `http://${options.host}:${address.port}`,
    port: address.port,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeIdleConnections();
      }),
  };
}
