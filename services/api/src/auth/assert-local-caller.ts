import { PneumoError } from '@pneumo/shared/runtime';
import type { FastifyRequest } from 'fastify';
import { hostNameOf } from './bind-address.ts';

const SERVED = new Set(['localhost', '127.0.0.1', '[::1]']);
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * While no key is needed, a web page of a stranger must not be able to use the browser of someone on this machine:
 * neither by a host name that it points to loopback, nor by writing across sites. Throws `host_not_allowed`.
 */
export const assertLocalCaller = ({ method, headers }: Pick<FastifyRequest, 'method' | 'headers'>): void => {
  const host = hostNameOf(headers.host ?? '');
  if (host === undefined || !SERVED.has(host)) {
    throw new PneumoError('host_not_allowed', 'Without keys only localhost, 127.0.0.1 and [::1] are served.');
  }
  if (READS.has(method)) return;
  const { origin } = headers;
  const foreignOrigin = origin !== undefined && !SERVED.has(hostNameOf(origin) ?? '');
  if (foreignOrigin || headers['sec-fetch-site'] === 'cross-site') {
    throw new PneumoError('host_not_allowed', 'Pages of other sites cannot write here.');
  }
};
