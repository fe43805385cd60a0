import { createHash } from 'node:crypto';
import { KEY_TRUSTED_SECONDS, LOCAL_KEY_ID, type Principal, SCOPES, type Scope } from '@pneumo/shared/contracts';
import { type ApiKeys, PneumoError } from '@pneumo/shared/runtime';

const VERIFIED_MS = 1_000 * KEY_TRUSTED_SECONDS;
/** Short, so that a key works soon after it is made. */
const REFUSED_MS = 5_000;
const CACHE_LIMIT = 10_000;

export interface Authenticator {
  /** Whether everybody is let in: on loopback, as long as no key is stored. */
  isOpen(): Promise<boolean>;
  /** Throws `unauthenticated`. */
  authenticate(authorization: string | undefined): Promise<Principal>;
}

export interface AuthenticatorOptions {
  readonly apiKeys: ApiKeys;
  /** Of everybody while it is open. */
  readonly workspace: string;
  /** Whether to be open while no key is stored; decided by the bind address. */
  readonly openWithoutKeys: boolean;
  readonly nowMs?: () => number;
}

interface Verdict {
  readonly untilMs: number;
  readonly principal: Promise<Principal | undefined>;
}

/** An administrator may do everything inside the workspace; operating the whole installation is more than that. */
export const holdsScope = (principal: Principal, scope: Scope): boolean =>
  principal.scopes.includes(scope) || (scope !== 'operator' && principal.scopes.includes('admin'));

/** Throws `forbidden` unless the principal has one of the scopes; an empty list asks for none. */
export const assertScope = (principal: Principal, scopes: readonly Scope[]): void => {
  if (scopes.length === 0 || scopes.some((scope) => holdsScope(principal, scope))) return;
  throw new PneumoError('forbidden', `This needs the scope ${scopes.join(' or ')}.`);
};

export const createAuthenticator = (options: AuthenticatorOptions): Authenticator => {
  const { apiKeys, workspace, openWithoutKeys, nowMs = Date.now } = options;
  const verdicts = new Map<string, Verdict>();
  const local: Principal = { workspace, keyId: LOCAL_KEY_ID, scopes: SCOPES };
  let open: { untilMs: number; answer: Promise<boolean> } | undefined;

  const askAgain = async (before: Promise<boolean> | undefined): Promise<boolean> => {
    try {
      return !(await apiKeys.any());
    } catch (error) {
      // A store that is away says nothing about keys: what held before holds on.
      if (before === undefined) throw error;
      return before;
    }
  };

  const isOpen = async (): Promise<boolean> => {
    if (!openWithoutKeys) return false;
    if (open === undefined || open.untilMs <= nowMs()) {
      open = { untilMs: nowMs() + VERIFIED_MS, answer: askAgain(open?.answer) };
    }
    const current = open;
    try {
      return await current.answer;
    } catch (error) {
      if (open === current) open = undefined;
      throw error;
    }
  };

  const verify = async (key: string): Promise<Principal | undefined> => {
    // Never the key itself: what lies in memory for long should open nothing.
    const digest = createHash('sha256').update(key).digest('base64');
    const known = verdicts.get(digest);
    if (known !== undefined && known.untilMs > nowMs()) return known.principal;
    if (verdicts.size >= CACHE_LIMIT) verdicts.clear();
    // Requests that come while it is being checked share the one check.
    const principal = apiKeys.verify(key);
    verdicts.set(digest, { untilMs: nowMs() + VERIFIED_MS, principal });
    try {
      const found = await principal;
      if (found === undefined) verdicts.set(digest, { untilMs: nowMs() + REFUSED_MS, principal });
      return found;
    } catch (error) {
      verdicts.delete(digest);
      throw error;
    }
  };

  return {
    isOpen,
    authenticate: async (authorization) => {
      if (await isOpen()) return local;
      const key = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
      if (key === undefined) throw new PneumoError('unauthenticated', 'Send Authorization: Bearer <key>.');
      const principal = await verify(key);
      if (principal === undefined) throw new PneumoError('unauthenticated', 'The key is not known or was revoked.');
      return principal;
    },
  };
};
