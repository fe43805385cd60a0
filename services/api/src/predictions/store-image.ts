import type { DecodePool } from '@pneumo/imaging';
import type { Principal } from '@pneumo/shared/contracts';
import { type ObjectStore, objectKeys, PreconditionFailed } from '@pneumo/shared/runtime';

/** Decodes a picture file and stores its canonical form under the hash of its pixels; gives the id. Throws `ImageError`. */
export const storeImage = async (
  { store, decodePool }: { store: ObjectStore; decodePool: Pick<DecodePool, 'decode'> },
  principal: Principal,
  bytes: Uint8Array,
): Promise<string> => {
  const { sha256, png } = await decodePool.decode(bytes);
  const key = objectKeys.image(principal.workspace, sha256);
  if (await store.exists(key)) return sha256;
  try {
    await store.put(key, png, { ifNoneMatch: '*', contentType: 'image/png' });
  } catch (error) {
    // The same pixels came twice at once.
    if (!(error instanceof PreconditionFailed)) throw error;
  }
  return sha256;
};
