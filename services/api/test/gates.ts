import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface RedisGate {
  url: string;
  /** Cuts every connection and takes no new one. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** Passes Redis on, until it is cut. */
export async function openRedisGate(redisUrl: string): Promise<RedisGate> {
  const target = new URL(redisUrl);
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(Number(target.port || 6379), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const destroyAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const url = new URL(redisUrl);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url.href,
    cut: () => {
      isCut = true;
      destroyAll();
    },
    mend: () => {
      isCut = false;
    },
    close: async () => {
      server.close();
      destroyAll();
      await once(server, 'close');
    },
  };
}

export interface Held {
  /** Resolves when the first request that fits has come. */
  arrived: Promise<void>;
  release(): void;
}

export interface StoreGate {
  endpoint: string;
  /** Keeps back the requests that fit until they are released. */
  hold(fits: (request: IncomingMessage) => boolean): Held;
  /** Hangs up on the requests that fit. */
  refuse(fits: (request: IncomingMessage) => boolean): void;
  mend(): void;
  close(): Promise<void>;
}

/** Passes S3 requests on as they are; those that are held or refused excepted. */
export async function openStoreGate(endpoint: string): Promise<StoreGate> {
  const target = new URL(endpoint);
  let refuses: (request: IncomingMessage) => boolean = () => false;
  let holds: (request: IncomingMessage) => Promise<void> = () => Promise.resolve();
  const server = createHttpServer((near, reply) => {
    if (refuses(near)) {
      near.socket.destroy();
      return;
    }
    void holds(near).then(() => {
      const far = request(
        { host: target.hostname, port: target.port, method: near.method, path: near.url, headers: near.headers },
        (answer) => {
          reply.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(reply);
        },
      );
      far.on('error', () => near.socket.destroy());
      near.pipe(far);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold: (fits) => {
      const arrived = Promise.withResolvers<undefined>();
      const released = Promise.withResolvers<undefined>();
      holds = async (each) => {
        if (!fits(each)) return;
        arrived.resolve(undefined);
        await released.promise;
      };
      return { arrived: arrived.promise, release: () => released.resolve(undefined) };
    },
    refuse: (fits) => {
      refuses = fits;
    },
    mend: () => {
      refuses = () => false;
      holds = () => Promise.resolve();
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
