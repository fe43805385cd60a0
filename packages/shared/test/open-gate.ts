import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Gate {
  /** Where the service is reached through the gate. */
  readonly url: string;
  /** Cuts all connections and takes no new one. */
  shut(): void;
  open(): void;
  /** Answers nothing any more, without closing a connection. */
  silence(): void;
  close(): void;
}

/** A way to a real service on loopback that can be cut. */
export const openGate = async (target: string): Promise<Gate> => {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let isOpen = true;
  let isSilent = false;
  const server = createServer((inner) => {
    sockets.add(inner);
    inner.on('error', () => undefined);
    inner.on('close', () => sockets.delete(inner));
    if (!isOpen) {
      inner.destroy();
      return;
    }
    if (isSilent) return;
    const outer = connect(Number(port), hostname);
    outer.on('error', () => inner.destroy());
    inner.on('close', () => outer.destroy());
    inner.pipe(outer).pipe(inner);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.port = String((server.address() as AddressInfo).port);
  url.hostname = '127.0.0.1';
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    shut: () => {
      isOpen = false;
      cut();
    },
    open: () => {
      isOpen = true;
    },
    silence: () => {
      isSilent = true;
      cut();
    },
    close: () => {
      cut();
      server.close();
    },
  };
};
