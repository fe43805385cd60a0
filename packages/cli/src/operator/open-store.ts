import { createObjectStore, isTransient, messageOf, type ObjectStore, storeSettingsOf } from '@pneumo/shared/runtime';
import { CliError, EXIT_CODES } from '../cli-error.ts';
import type { OperatorSettings } from './operator-settings.ts';

/** How long a store that stands still is waited for. */
const IDLE_TIMEOUT_MS = 10_000;
const REFUSED = new Set(['AccessDenied', 'InvalidAccessKeyId', 'SignatureDoesNotMatch', 'Forbidden']);

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** A fault of the store as what to do about it; any other error as it is. */
export const storeFaultOf = (error: unknown, { S3_ENDPOINT, S3_BUCKET }: OperatorSettings): unknown => {
  const options = { cause: error };
  if (REFUSED.has(codeOf(error))) {
    const advice = 'Set S3_ACCESS_KEY and S3_SECRET_KEY as the services have them.';
    return new CliError(
      `The store at ${S3_ENDPOINT} refuses the key (${codeOf(error)}). ${advice}`,
      undefined,
      options,
    );
  }
  if (isTransient(error)) {
    const why = codeOf(error) || messageOf(error);
    return new CliError(`The store at ${S3_ENDPOINT} does not answer (${why}).`, EXIT_CODES.unreachable, options);
  }
  if (/bucket .* does not exist/.test(messageOf(error))) {
    const advice = 'The gateway makes it when it starts; or S3_BUCKET names another.';
    return new CliError(`The store at ${S3_ENDPOINT} has no bucket ${S3_BUCKET}. ${advice}`, undefined, options);
  }
  return error;
};

export const openStore = (settings: OperatorSettings): ObjectStore =>
  createObjectStore(storeSettingsOf(settings), { idleTimeoutMs: IDLE_TIMEOUT_MS });

/** Works on the store, which must be there; the bucket is made where the caller says so. Throws CliError for faults of the store. */
export const withStore = async <T>(
  settings: OperatorSettings,
  work: (store: ObjectStore) => Promise<T>,
  { makeBucket = false }: { makeBucket?: boolean } = {},
): Promise<T> => {
  const store = openStore(settings);
  try {
    await (makeBucket ? store.ensureBucket() : store.ping());
    return await work(store);
  } catch (error) {
    throw storeFaultOf(error, settings);
  } finally {
    store.close();
  }
};
