import { LOCAL_KEY_ID, type Principal, SCHEMA_VERSION } from '../../contracts/index.ts';
import { objectKeys } from '../object-keys.ts';
import type { ObjectStore } from '../object-store.ts';

/** Which answers were shown to keys that may review: such a key can no longer read that image blinded. */
export interface AnswersSeen {
  note(principal: Principal, jobId: string): Promise<void>;
  /** Whether the answer was shown to this key; where no keys are in use, whether it was shown to anybody after `assignedAt`. */
  isSeen(principal: Principal, jobId: string, assignedAt: string): Promise<boolean>;
  /** Jobs whose answers this key has seen; empty where no keys are in use, since one reader is not told from another there. */
  seenBy(principal: Principal): Promise<ReadonlySet<string>>;
}

/** Spares a put for every look at the same answer. */
const REMEMBERED = 10_000;

export const createAnswersSeen = (store: ObjectStore): AnswersSeen => {
  const noted = new Set<string>();
  const isLocal = ({ keyId }: Principal): boolean => keyId === LOCAL_KEY_ID;

  const isAssigned = ({ workspace }: Principal, jobId: string): Promise<boolean> =>
    store.exists(objectKeys.assignedJob(workspace, jobId));

  return {
    note: async (principal, jobId) => {
      const key = objectKeys.seenAnswer(principal.workspace, principal.keyId, jobId);
      // Everybody has the one key there: only what is shown after the image was given to a reader can tell anything.
      if (isLocal(principal) ? !(await isAssigned(principal, jobId)) : noted.has(key)) return;
      await store.putJson(key, { schemaVersion: SCHEMA_VERSION, at: new Date().toISOString() });
      if (noted.size >= REMEMBERED) noted.clear();
      noted.add(key);
    },
    isSeen: async (principal, jobId, assignedAt) => {
      const found = await store.tryGet(objectKeys.seenAnswer(principal.workspace, principal.keyId, jobId));
      if (found === undefined) return false;
      return !isLocal(principal) || (JSON.parse(found.bytes.toString()) as { at: string }).at >= assignedAt;
    },
    seenBy: async (principal) => {
      const seen = new Set<string>();
      if (isLocal(principal)) return seen;
      const folder = objectKeys.seenAnswersFolder(principal.workspace, principal.keyId);
      for await (const { key } of store.list(folder)) seen.add(key.slice(folder.length));
      return seen;
    },
  };
};
