import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FileServer {
  readonly url: string;
  /** Range header of each request, in order; empty without one. */
  readonly ranges: string[];
  /** How the next requests are answered; the last one stays. */
  behave(...behaviours: Behaviour[]): void;
  close(): Promise<void>;
}

export type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

/** Serves bytes as a good server does: with ranges and a strong tag. */
export const serve =
  (bytes: Buffer, { etag = '"one"', cutAfter }: { etag?: string | undefined; cutAfter?: number } = {}): Behaviour =>
  (request, response) => {
    const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
    const ifRange = request.headers['if-range'];
    const start = asked !== null && (ifRange === undefined || ifRange === etag) ? Number(asked[1]) : 0;
    if (start >= bytes.length && asked !== null && start > 0) {
      response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
      return;
    }
    const part = bytes.subarray(start);
    response.writeHead(start > 0 ? 206 : 200, {
      etag,
      'content-length': part.length,
      ...(start > 0 ? { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {}),
    });
    if (cutAfter === undefined) response.end(part);
    // Only what the network has taken counts as sent.
    else response.write(part.subarray(0, cutAfter), () => setImmediate(() => response.socket?.resetAndDestroy()));
  };

/** A server without ranges, as some mirrors are. */
export const serveWhole =
  (bytes: Buffer): Behaviour =>
  (_request, response) =>
    void response.writeHead(200, { 'content-length': bytes.length }).end(bytes);

export const refuse =
  (status: number): Behaviour =>
  (_request, response) =>
    void response.writeHead(status).end('no');

/** Sends a part and then nothing, without an end. */
export const fallSilent =
  (bytes: Buffer, after: number): Behaviour =>
  (_request, response) => {
    response.writeHead(200, { 'content-length': bytes.length, etag: '"one"' });
    response.write(bytes.subarray(0, after));
  };

export const startFileServer = async (): Promise<FileServer> => {
  const ranges: string[] = [];
  let queue: Behaviour[] = [];
  const server = createServer((request, response) => {
    ranges.push(request.headers.range ?? '');
    const behaviour = queue.length > 1 ? queue.shift() : queue[0];
    behaviour?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/file.h5`,
    ranges,
    behave: (...behaviours) => {
      queue = behaviours;
      ranges.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
