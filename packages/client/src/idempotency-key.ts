/** Calls that make one job of the same key and body, however often they are sent. Others ignore a key. */
export const KEYED_PATHS: ReadonlySet<string> = new Set([
  '/v1/predictions',
  '/v1/batches',
  '/v1/trainings',
  '/v1/comparisons',
  '/v1/commissionings',
  '/v1/datasets',
]);

/** 32 hexadecimal digits. Not randomUUID, which browsers lack on pages that came without TLS. */
export const newIdempotencyKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
