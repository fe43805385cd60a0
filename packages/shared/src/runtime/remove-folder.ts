import type { ObjectStore } from './object-store.ts';

/** Removes all objects below a prefix; how many there were. */
export const removeFolder = async (store: ObjectStore, folder: string): Promise<number> => {
  const keys: string[] = [];
  for await (const { key } of store.list(folder)) keys.push(key);
  for (const key of keys) await store.delete(key);
  return keys.length;
};
