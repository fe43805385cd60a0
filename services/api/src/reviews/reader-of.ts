import { LOCAL_KEY_ID, type Principal } from '@pneumo/shared/contracts';
import { PneumoError } from '@pneumo/shared/runtime';

/**
 * Who reads: the key, or where no keys are in use the name that was given. Throws `validation_failed` for a name beside a key: one key must not
 * pass for two readers.
 */
export const readerOf = ({ keyId }: Principal, given: string | undefined): string => {
  if (keyId === LOCAL_KEY_ID) return given ?? LOCAL_KEY_ID;
  if (given !== undefined && given !== keyId) {
    throw new PneumoError(
      'validation_failed',
      `With keys in use the key is the reader: leave reader out, or send ${keyId}.`,
    );
  }
  return keyId;
};
