import { createServer } from 'node:net';

/** Rejects, with a message for people, when nobody could listen on this port now. */
export function checkPort(port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be used (${error.message})`;
      reject(new Error(`Port ${port} on ${host} ${reason}. Set PNEUMO_PORT to another one.`));
    });
    server.listen(port, host, () => server.close(() => resolve()));
  });
}
