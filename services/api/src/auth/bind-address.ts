const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '::1', '[::1]']);

export const isLoopback = (host: string): boolean => LOOPBACK_NAMES.has(host) || /^127(\.\d{1,3}){3}$/.test(host);

/** Thrown before anything listens. */
class UnsafeBindAddress extends Error {
  constructor(host: string) {
    super(
      `PNEUMO_HOST=${host} would serve the network without a key. ` +
        'Set PNEUMO_ADMIN_KEY_FILE to a file for the first API key, or listen on 127.0.0.1.',
    );
    this.name = 'UnsafeBindAddress';
  }
}

/** Without keys only this machine is served. */
export const assertSafeToBind = (host: string, hasKeys: boolean): void => {
  if (!hasKeys && !isLoopback(host)) throw new UnsafeBindAddress(host);
};

/** Host name in a Host header or an Origin; undefined when it is none. */
export const hostNameOf = (authority: string): string | undefined => {
  const url = URL.parse(authority.includes('://') ? authority : `http://${authority}`);
  return url === null || url.hostname === '' ? undefined : url.hostname;
};
