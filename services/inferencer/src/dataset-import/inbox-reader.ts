import { imageError } from '@pneumo/imaging';
import type { Principal } from '@pneumo/shared/contracts';
import { type ObjectStore, objectKeys, PneumoError } from '@pneumo/shared/runtime';
import type { SourceEntry } from '../archive/source-entry.ts';
import { DEFAULT_ZIP_LIMITS } from '../archive/zip-reader.ts';

export interface InboxReader {
  count: number;
  entries(): AsyncIterable<SourceEntry>;
}

/** The objects below one folder of the workspace's inbox, under the same limits as an archive. */
export async function openInbox(store: ObjectStore, principal: Principal, prefix: string): Promise<InboxReader> {
  const folder = objectKeys.inbox(principal.workspace, prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`);
  const { maxEntries, maxEntryBytes, maxTotalBytes } = DEFAULT_ZIP_LIMITS;
  let count = 0;
  let totalBytes = 0;
  for await (const { sizeBytes } of store.list(folder)) {
    count += 1;
    totalBytes += sizeBytes;
    if (count > maxEntries || totalBytes > maxTotalBytes) {
      throw new PneumoError('archive_too_large', 'The inbox folder holds too many objects or bytes for one data set.');
    }
  }
  return {
    count,
    async *entries() {
      for await (const { key, sizeBytes } of store.list(folder)) {
        yield {
          path: key.slice(folder.length),
          read: async () => {
            if (sizeBytes > maxEntryBytes) {
              throw imageError('image_too_large', `The file has ${sizeBytes} bytes; the limit is ${maxEntryBytes}.`);
            }
            return (await store.get(key)).bytes;
          },
        };
      }
    },
  };
}
