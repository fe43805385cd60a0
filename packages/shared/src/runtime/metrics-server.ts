import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { messageOf } from './errors.ts';
import type { Logger } from './logger.ts';
import type { MetricsRegistry } from './metrics.ts';
import { renderMetrics } from './metrics-text.ts';
import type { Shutdown } from './shutdown.ts';

export interface MetricsServer {
  readonly url: string;
  /** From now on `/readyz` answers 200. */
  ready(): void;
}

const idle: MetricsServer = { url: '', ready: () => undefined };

/**
 * Serves `/metrics`, `/healthz` (the event loop turns) and `/readyz` (jobs are taken) of a worker; 0 serves nothing. A port that is
 * taken is told in the log: a worker that cannot be watched still works.
 */
export const startMetricsServer = async (
  settings: { readonly PNEUMO_METRICS_PORT: number; readonly PNEUMO_METRICS_HOST: string },
  deps: { readonly registries: readonly MetricsRegistry[]; readonly logger: Logger; readonly shutdown: Shutdown },
): Promise<MetricsServer> => {
  const { PNEUMO_METRICS_PORT: port, PNEUMO_METRICS_HOST: host } = settings;
  if (port === 0) return idle;
  const { registries, logger, shutdown } = deps;
  let isReady = false;
  const server = createServer((request, response) => {
    const say = (status: number, type: string, body: string): void => {
      response.writeHead(status, { 'content-type': type, 'x-content-type-options': 'nosniff' }).end(body);
    };
    const path = request.url?.split('?', 1)[0];
    if (request.method !== 'GET') say(405, 'text/plain', 'GET only\n');
    else if (path === '/healthz') say(200, 'application/json', '{"status":"ok"}');
    else if (path === '/readyz')
      say(isReady ? 200 : 503, 'application/json', `{"status":"${isReady ? 'ready' : 'starting'}"}`);
    else if (path === '/metrics') {
      renderMetrics(registries, request.headers.accept).then(
        ({ contentType, text }) => say(200, contentType, text),
        (error: unknown) => {
          logger.warn({ error: messageOf(error) }, 'metrics could not be read');
          say(500, 'text/plain', 'metrics could not be read\n');
        },
      );
    } else say(404, 'text/plain', 'not found\n');
  });
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    logger.warn({ port, error: messageOf(error) }, 'metrics are not served');
    return idle;
  }
  shutdown.add('metrics', () => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address() as AddressInfo;
  logger.info({ host, port: address.port }, 'metrics are served');
  return {
    url: `http://${host}:${address.port}`,
    ready: () => {
      isReady = true;
    },
  };
};
