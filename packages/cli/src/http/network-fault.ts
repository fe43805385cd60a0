/** Codes of "nobody is there" as Node's sockets and resolver give them. */
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EPIPE',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_SOCKET',
]);

/** The code of a fault of the network, in the error or in what caused it; undefined for any other fault. */
export const networkFaultOf = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string' && UNREACHABLE.has(error.code)) return error.code;
  if (error instanceof AggregateError) {
    const codes = error.errors.map(networkFaultOf).filter((code) => code !== undefined);
    if (codes[0] !== undefined) return codes[0];
  }
  // What undici says when a body ends before its time.
  if (error.message === 'terminated') return 'ECONNRESET';
  return error.cause === undefined ? undefined : networkFaultOf(error.cause);
};
