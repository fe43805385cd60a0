import http from 'node:http';
import https from 'node:https';

/** Answers that the client throws away unread. */
const UNREAD_STATUS = new Set([408, 429, 499, 500, 502, 503, 504, 520]);

/** HTTP for the S3 client that neither waits for ever for a silent store nor loses a connection to each unread answer. */
export const createStoreTransport = (useTls: boolean, idleTimeoutMs: number): Pick<typeof http, 'request'> => {
  const { request: send } = useTls ? https : http;
  const request = (options: https.RequestOptions, onResponse: (response: http.IncomingMessage) => void) => {
    const outgoing = send({ ...options, timeout: idleTimeoutMs }, (response) => {
      if (UNREAD_STATUS.has(response.statusCode ?? 0)) response.resume();
      onResponse(response);
    });
    // Node only tells that the socket is idle.
    outgoing.once('timeout', () => {
      const late = new Error(`the store was silent for ${idleTimeoutMs} ms`);
      outgoing.destroy(Object.assign(late, { code: 'ETIMEDOUT' }));
    });
    return outgoing;
  };
  // The client calls it in this one of its forms.
  return { request: request as typeof http.request };
};
