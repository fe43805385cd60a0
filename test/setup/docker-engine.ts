import { connect } from 'node:net';

const timeoutMs = 1_000;

/** Whether a Docker engine answers on its socket. A socket that nobody listens on, or no socket, is known at once. */
export function dockerAnswers(dockerHost: string | undefined): Promise<boolean> {
  const url = new URL(dockerHost ?? 'unix:///var/run/docker.sock');
  const socket = url.protocol === 'unix:' ? connect(url.pathname) : connect(Number(url.port || 2375), url.hostname);
  return new Promise((resolve) => {
    const end = (answers: boolean): void => {
      socket.destroy();
      resolve(answers);
    };
    socket.setTimeout(timeoutMs, () => end(false));
    socket.once('error', () => end(false));
    socket.once('connect', () => socket.write('GET /_ping HTTP/1.0\r\n\r\n'));
    socket.once('data', (reply) => end(reply.toString().startsWith('HTTP/1.')));
  });
}
