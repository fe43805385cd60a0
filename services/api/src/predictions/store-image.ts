import { type DecodePool, type DicomIdentity, describeFilm } from '@pneumo/imaging';
import type { FilmDescription, Principal } from '@pneumo/shared/contracts';
import { type ObjectStore, objectKeys, PreconditionFailed, type WorkspaceSecrets } from '@pneumo/shared/runtime';

export interface StoredPicture {
  readonly imageId: string;
  readonly film: FilmDescription;
  /** Ids of a DICOM file, to be told back to its sender: never stored, never logged. */
  readonly identity?: DicomIdentity;
}

interface StoreImageDeps {
  readonly store: ObjectStore;
  readonly secrets: WorkspaceSecrets;
  readonly decodePool: Pick<DecodePool, 'decode'>;
}

/** Decodes a picture file and stores its canonical form under the hash of its pixels. Throws `ImageError`. */
export const storeImage = async (
  { store, secrets, decodePool }: StoreImageDeps,
  { workspace }: Principal,
  bytes: Uint8Array,
): Promise<StoredPicture> => {
  const image = await decodePool.decode(bytes);
  const key = objectKeys.image(workspace, image.sha256);
  if (!(await store.exists(key))) {
    try {
      await store.put(key, image.png, { ifNoneMatch: '*', contentType: 'image/png' });
    } catch (error) {
      // The same pixels came twice at once.
      if (!(error instanceof PreconditionFailed)) throw error;
    }
  }
  const film = await describeFilm(image, () => secrets.filmHashes(workspace));
  const identity = image.dicom?.identity;
  return { imageId: image.sha256, film, ...(identity === undefined ? {} : { identity }) };
};
