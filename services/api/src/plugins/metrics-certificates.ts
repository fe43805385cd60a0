import { connect } from 'node:tls';
import { createFreshLookup, type Logger, type MetricsRegistry, messageOf } from '@pneumo/shared/runtime';
import { Gauge } from 'prom-client';
import type { CollectedMetrics } from './metrics-queues.ts';

const CONNECT_TIMEOUT_MS = 2_000;
/** Certificates change every few weeks. */
const FRESH_MS = 600_000;

/** When the certificate that is shown at `host:port` ends, in seconds since 1970. Nothing is sent, so it need not be trusted. */
const certificateEndSeconds = (host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port, servername: /^[\d.:]+$/.test(host) ? '' : host, rejectUnauthorized: false });
    socket.setTimeout(CONNECT_TIMEOUT_MS, () => socket.destroy(new Error(`${host}:${port} is silent`)));
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      resolve(Date.parse(socket.getPeerCertificate().valid_to) / 1_000);
      socket.destroy();
    });
  });

/** When the certificates end that this system depends on: those of `host:port` pairs. */
export const createCertificateMetrics = (
  hosts: readonly string[],
  registry: MetricsRegistry,
  logger: Logger,
): CollectedMetrics => {
  const end = new Gauge({
    name: 'pneumo_certificate_end_seconds',
    help: 'When the certificate of an endpoint ends, in seconds since 1970',
    labelNames: ['endpoint'],
    registers: [registry],
  });
  const lookup = createFreshLookup<number | undefined>(FRESH_MS);
  const look = (endpoint: string): Promise<number | undefined> =>
    lookup(endpoint, async () => {
      const at = endpoint.lastIndexOf(':');
      try {
        return await certificateEndSeconds(endpoint.slice(0, at), Number(endpoint.slice(at + 1)));
      } catch (error) {
        logger.warn({ endpoint, error: messageOf(error) }, 'a certificate could not be read');
        return undefined;
      }
    });
  return {
    gauges: [end],
    collect: async () => {
      await Promise.all(
        hosts.map(async (endpoint) => {
          const seconds = await look(endpoint);
          if (seconds !== undefined) end.set({ endpoint }, seconds);
        }),
      );
    },
  };
};
