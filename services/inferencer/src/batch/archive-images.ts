import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type DecodePool, describeFilm, ImageError } from '@pneumo/imaging';
import { type BatchItem, MAX_BATCH_IMAGES, type Principal, type UploadSource } from '@pneumo/shared/contracts';
import { createWorkspaceSecrets, isLitter, type ObjectStore, objectKeys, PneumoError } from '@pneumo/shared/runtime';
import type { SourceEntry } from '../archive/source-entry.ts';
import { createSourceNames } from '../archive/source-names.ts';
import { fetchUpload } from '../archive/upload-file.ts';
import { openZip, type ZipReader } from '../archive/zip-reader.ts';
import type { BatchImages, MakeItem } from './batch-source.ts';

export interface ArchiveDeps {
  readonly store: ObjectStore;
  readonly decodePool: Pick<DecodePool, 'decode'>;
  /** Scratch space for archives, which can be larger than memory. */
  readonly cacheDir: string;
}

/** Folders need entries of their own. */
const MAX_ENTRIES = 4 * MAX_BATCH_IMAGES;

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** Files with their place among all files of the archive, without what file managers leave behind. */
async function* picturesIn(zip: ZipReader): AsyncGenerator<{ entry: SourceEntry; index: number }> {
  let index = 0;
  for await (const entry of zip.entries()) {
    index += 1;
    if (!isLitter(entry.path)) yield { entry, index };
  }
}

const countPictures = async (zip: ZipReader): Promise<number> => {
  let pictures = 0;
  for await (const { path } of zip.entries()) if (!isLitter(path)) pictures += 1;
  return pictures;
};

/**
 * The files of an uploaded zip; each is decoded and stored when its item is made. Throws `upload_missing`, `archive_unreadable`,
 * `archive_unsafe`, `archive_too_large`, `batch_too_large` or `batch_empty`.
 */
export const openArchiveImages = async (
  { store, decodePool, cacheDir }: ArchiveDeps,
  principal: Principal,
  source: UploadSource,
  signal: AbortSignal,
): Promise<BatchImages> => {
  const { workspace } = principal;
  const secrets = createWorkspaceSecrets(store);
  const nameOf = createSourceNames({}, await secrets.keyedHash(workspace, 'file-name'));
  const upload = await fetchUpload(store, principal, source, { folder: join(cacheDir, 'batches'), signal });
  let zip: ZipReader | undefined;
  const release = async (): Promise<void> => {
    zip?.close();
    await upload.remove();
  };

  const makeItem = async (entry: SourceEntry, index: number): Promise<BatchItem> => {
    const named = { index, name: nameOf(entry.path), nameSha256: sha256(entry.path) };
    let bytes: Uint8Array | undefined;
    try {
      bytes = await entry.read();
      const image = await decodePool.decode(bytes, signal);
      await store.put(objectKeys.image(workspace, image.sha256), image.png, { contentType: 'image/png' });
      const film = await describeFilm(image, () => secrets.filmHashes(workspace));
      return { ...named, sha256: image.source.sha256, imageId: image.sha256, film };
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
      const { code, message } = error;
      return { ...named, ...(bytes === undefined ? {} : { sha256: sha256(bytes) }), error: { code, message } };
    }
  };

  async function* items(opened: ZipReader): AsyncGenerator<MakeItem> {
    for await (const { entry, index } of picturesIn(opened)) yield () => makeItem(entry, index);
  }

  try {
    const opened = await openZip(upload.path, { maxEntries: MAX_ENTRIES });
    zip = opened;
    const images = await countPictures(opened);
    if (images === 0) throw new PneumoError('batch_empty', 'The archive has no file.');
    if (images > MAX_BATCH_IMAGES) {
      throw new PneumoError('batch_too_large', `The archive has ${images} files; a batch takes ${MAX_BATCH_IMAGES}.`);
    }
    return { images, items: () => items(opened), release };
  } catch (error) {
    await release();
    throw error;
  }
};
