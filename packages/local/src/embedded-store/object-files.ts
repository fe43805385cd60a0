import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm, rmdir, stat, unlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { createKeyLock } from './key-lock.ts';
import { checkBucketName, keyToPath } from './key-path.ts';
import { encodeTrailer } from './object-trailer.ts';
import { readObject, type StoredObject } from './read-object.ts';
import { s3Errors } from './s3-error.ts';
import { hasErrorCode } from './system-error.ts';

export interface OpenObject extends StoredObject {
  handle: FileHandle;
}

interface PutConditions {
  /** `*`: only if the key does not exist. */
  ifNoneMatch?: string | undefined;
  /** Only if the key's object has this etag. */
  ifMatch?: string | undefined;
}

export interface ObjectFiles {
  bucketFolder(bucket: string): Promise<string>;
  createBucket(bucket: string): Promise<void>;
  /** Stores the bytes of `body` under `key`, wholly or not at all. `check` sees the digests before anything becomes visible. */
  put(
    bucket: string,
    key: string,
    body: AsyncIterable<Uint8Array>,
    options: PutConditions & { contentType: string; check?: (md5: Buffer) => void },
  ): Promise<{ etag: string }>;
  /** Opens an object for reading; what is read stays the same object whatever is put or deleted meanwhile. The caller closes the handle. */
  open(bucket: string, key: string): Promise<OpenObject>;
  delete(bucket: string, key: string): Promise<void>;
}

const temporaryFolder = '.tmp';
/** What a put gathers before it writes. */
const writeBytes = 256 * 1024;
/** Objects up to this size are read at once: most are records of a few kilobytes, and each call to the disk costs more than their bytes. */
const smallBytes = 64 * 1024;
/** How often a put makes its folder again when a delete has just removed it as empty. */
const maxFolderAttempts = 50;

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Objects as files below `directory`, one folder per bucket. Files appear by write, fsync and rename; a folder is
 * only ever removed when empty (rmdir), and a put whose folder has just gone makes it again.
 */
export async function createObjectFiles(directory: string): Promise<ObjectFiles> {
  const temporary = join(directory, temporaryFolder);
  // What lies here was being written when an earlier process died.
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true, mode: 0o700 });
  const lock = createKeyLock();

  async function bucketFolder(bucket: string): Promise<string> {
    checkBucketName(bucket);
    const folder = join(directory, bucket);
    const found = await stat(folder).catch(() => undefined);
    if (!found?.isDirectory()) throw s3Errors.noSuchBucket();
    return folder;
  }

  /** Where an object of a bucket lies or would lie; whether there is such a bucket is not looked up. */
  function locate(bucket: string, key: string): { root: string; path: string } {
    checkBucketName(bucket);
    const { folders, file } = keyToPath(key);
    const root = join(directory, bucket);
    return { root, path: join(root, ...folders, file) };
  }

  async function openPath(path: string): Promise<OpenObject> {
    const handle = await open(path, 'r').catch((error: unknown) => {
      if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) throw s3Errors.noSuchKey();
      throw error;
    });
    const object = await readObject(handle, smallBytes).catch(() => undefined);
    if (object) return { ...object, handle };
    await handle.close();
    throw s3Errors.noSuchKey();
  }

  async function currentEtag(path: string): Promise<string | undefined> {
    try {
      const { handle, etag } = await openPath(path);
      await handle.close();
      return etag;
    } catch (error) {
      if (hasErrorCode(error, 'NoSuchKey')) return undefined;
      throw error;
    }
  }

  async function checkConditions(path: string, { ifMatch, ifNoneMatch }: PutConditions): Promise<void> {
    if (ifMatch === undefined && ifNoneMatch === undefined) return;
    const etag = await currentEtag(path);
    if (ifNoneMatch !== undefined && etag !== undefined && (ifNoneMatch === '*' || ifNoneMatch === etag)) {
      throw s3Errors.preconditionFailed();
    }
    if (ifMatch !== undefined && etag === undefined) throw s3Errors.noSuchKey();
    if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== etag) throw s3Errors.preconditionFailed();
  }

  async function moveIntoPlace(from: string, to: string): Promise<void> {
    const folder = dirname(to);
    for (let attempt = 1; ; attempt += 1) {
      try {
        // The folder is made only when it is missing: most objects join others.
        const firstMade = attempt === 1 ? undefined : await mkdir(folder, { recursive: true });
        await rename(from, to);
        await syncFolder(folder);
        if (firstMade !== undefined) {
          for (const made of foldersBetween(dirname(firstMade), folder)) await syncFolder(made);
        }
        return;
      } catch (error) {
        if (!hasErrorCode(error, 'ENOENT') || attempt >= maxFolderAttempts) throw error;
      }
    }
  }

  return {
    bucketFolder,

    async createBucket(bucket) {
      checkBucketName(bucket);
      await mkdir(join(directory, bucket), { mode: 0o700 }).catch((error: unknown) => {
        if (hasErrorCode(error, 'EEXIST')) throw s3Errors.bucketExists();
        throw error;
      });
      await syncFolder(directory);
    },

    async put(bucket, key, body, options) {
      await bucketFolder(bucket);
      const { path } = locate(bucket, key);
      const draft = join(temporary, randomUUID());
      const md5 = createHash('md5');
      const handle = await open(draft, 'wx', 0o600);
      try {
        let etag: string;
        try {
          // Small bodies are written in one call with their trailer: most objects are records of a few kilobytes.
          let held: Uint8Array[] = [];
          let heldBytes = 0;
          for await (const chunk of body) {
            md5.update(chunk);
            held.push(chunk);
            heldBytes += chunk.length;
            if (heldBytes < writeBytes) continue;
            await writeAll(handle, Buffer.concat(held));
            held = [];
            heldBytes = 0;
          }
          const digest = md5.digest();
          options.check?.(digest);
          etag = digest.toString('hex');
          const trailer = encodeTrailer({ etag, contentType: options.contentType });
          await writeAll(handle, Buffer.concat([...held, trailer]));
          await handle.sync();
        } finally {
          await handle.close();
        }
        await lock.run(path, async () => {
          await checkConditions(path, options);
          await moveIntoPlace(draft, path);
        });
        return { etag };
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },

    async open(bucket, key) {
      try {
        return await openPath(locate(bucket, key).path);
      } catch (error) {
        if (hasErrorCode(error, 'NoSuchKey')) await bucketFolder(bucket);
        throw error;
      }
    },

    async delete(bucket, key) {
      await bucketFolder(bucket);
      const { root, path } = locate(bucket, key);
      await lock.run(path, async () => {
        try {
          await unlink(path);
        } catch (error) {
          if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return;
          throw error;
        }
        await removeEmptyFolders(dirname(path), root);
      });
    },
  };
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let offset = 0; offset < bytes.length; ) {
    offset += (await handle.write(bytes, offset)).bytesWritten;
  }
}

/** `top` and every folder between it and `bottom`, without `bottom`. */
function foldersBetween(top: string, bottom: string): string[] {
  const parts = relative(top, bottom).split('/').slice(0, -1);
  return [top, ...parts.map((_, index) => join(top, ...parts.slice(0, index + 1)))];
}

async function removeEmptyFolders(folder: string, root: string): Promise<void> {
  for (let current = folder; current !== root; current = dirname(current)) {
    try {
      await rmdir(current);
    } catch {
      return;
    }
  }
}
