import { connect } from 'node:net';

const timeoutMs = 5_000;

/**
 * Sends commands to a Redis on loopback, one after another, and gives the raw replies as text. Throws when nobody
 * answers in time. Small on purpose: it serves start and stop, where a client with reconnects would be in the way.
 */
export function askRedis(port: number, commands: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let answer = '';
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`Redis on port ${port} does not answer`)));
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
    socket.on('connect', () => {
      // QUIT makes the server close the connection after its last reply: that is how the end is known.
      socket.write([...commands, 'QUIT'].map((command) => `${command}\r\n`).join(''));
    });
  });
}
