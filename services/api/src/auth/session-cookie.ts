import { PneumoError } from '@pneumo/shared/runtime';
import type { FastifyRequest } from 'fastify';

const NAME = 'pneumo_session';
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

type Asked = Pick<FastifyRequest, 'method' | 'headers'>;

/** The page asks from its own address. A browser that says nothing of where a write comes from is not let in by its cookie. */
const assertOwnPage = ({ method, headers }: Asked): void => {
  if (READS.has(method)) return;
  const isOwn =
    headers['sec-fetch-site'] === 'same-origin' || URL.parse(headers.origin ?? '')?.host === (headers.host ?? '');
  if (!isOwn) throw new PneumoError('host_not_allowed', 'Pages of other sites cannot write here.');
};

const keyIn = (cookies: string): string | undefined => new RegExp(`(?:^|; )${NAME}=([^;\\s]+)`).exec(cookies)?.[1];

/**
 * The Authorization that a request stands on: its own, or that of the page's session. Throws `host_not_allowed` for a write that another site's
 * page makes with the session.
 */
export const authorizationOf = (request: Asked): string | undefined => {
  const { authorization, cookie = '' } = request.headers;
  const key = keyIn(cookie);
  if (authorization !== undefined || key === undefined) return authorization;
  assertOwnPage(request);
  return `Bearer ${key}`;
};

/** Scripts cannot read it, other sites' pages do not send it, and it ends with the browser. An undefined key takes it away. */
export const sessionCookie = (key: string | undefined, { headers }: Pick<FastifyRequest, 'headers'>): string => {
  const secure = headers['x-forwarded-proto'] === 'https' ? '; Secure' : '';
  return `${NAME}=${key ?? ''}; Path=/; HttpOnly; SameSite=Strict${secure}${key === undefined ? '; Max-Age=0' : ''}`;
};
