import { type CanonicalImage, type DecodePool, type DicomIdentity, describeFilm } from '@pneumo/imaging';
import type { FilmDescription, Principal } from '@pneumo/shared/contracts';
import { type ObjectStore, objectKeys, PreconditionFailed, type WorkspaceSecrets } from '@pneumo/shared/runtime';

export interface StoredPicture {
  readonly imageId: string;
  readonly film: FilmDescription;
  /** Ids of a DICOM file, to be told back to its sender: never stored, never logged. */
  readonly identity?: DicomIdentity;
}

interface KeepPictureDeps {
  readonly store: ObjectStore;
  readonly secrets: WorkspaceSecrets;
}

interface StoreImageDeps extends KeepPictureDeps {
  readonly decodePool: Pick<DecodePool, 'decode'>;
}

/** Stores a decoded picture under the hash of its pixels. */
export const keepPicture = async (
  { store, secrets }: KeepPictureDeps,
  { workspace }: Principal,
  image: CanonicalImage,
): Promise<StoredPicture> => {
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

/** Decodes a picture file and stores its canonical form. Throws `ImageError`. */
export const storeImage = async (
  { decodePool, ...deps }: StoreImageDeps,
  principal: Principal,
  bytes: Uint8Array,
): Promise<StoredPicture> => keepPicture(deps, principal, await decodePool.decode(bytes));
