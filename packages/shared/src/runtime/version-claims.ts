import { randomUUID } from 'node:crypto';
import { SCHEMA_VERSION } from '../contracts/index.ts';
import { TransientError } from './errors.ts';
import { objectKeys } from './object-keys.ts';
import type { ObjectStore } from './object-store.ts';

/** What is about to happen to a version: an alias is pointed to it, or it is deleted. */
export type VersionIntent = 'name' | 'delete';

/** A claim whose owner died counts no longer than this; */
const CLAIM_MS = 5 * 60_000;
/** and an owner does nothing on a claim older than this, which leaves time for the write itself. */
const ACT_WITHIN_MS = 60_000;

/** The version is claimed for the opposite; whoever meets this may try again. */
export class VersionClaimed extends Error {
  constructor(version: string, intent: VersionIntent) {
    super(`${version} is being ${intent === 'delete' ? 'deleted' : 'named'} at this moment`);
    this.name = 'VersionClaimed';
  }
}

export interface VersionClaims {
  /**
   * Does `work` while no one does the opposite to the same version, in any process: both announce themselves in the
   * store first and look for the other then, so one of two always sees the other, and throws `VersionClaimed`. `work`
   * calls `assertValid` right before its decisive write.
   */
  during<T>(
    workspace: string,
    version: string,
    intent: VersionIntent,
    work: (assertValid: () => void) => Promise<T>,
  ): Promise<T>;
}

export const createVersionClaims = (store: ObjectStore, claimMs = CLAIM_MS): VersionClaims => {
  const findOpposite = async (workspace: string, version: string, intent: VersionIntent): Promise<boolean> => {
    const folder = objectKeys.claimsFolder(workspace, version);
    for await (const { key, lastModified } of store.list(folder)) {
      if (Date.now() - lastModified.getTime() > claimMs) await store.delete(key);
      else if (!key.slice(folder.length).startsWith(`${intent}-`)) return true;
    }
    return false;
  };

  return {
    during: async (workspace, version, intent, work) => {
      const claim = objectKeys.claim(workspace, version, `${intent}-${randomUUID()}`);
      const claimedMs = performance.now();
      await store.putJson(claim, { schemaVersion: SCHEMA_VERSION });
      try {
        if (await findOpposite(workspace, version, intent)) {
          throw new VersionClaimed(version, intent === 'delete' ? 'name' : 'delete');
        }
        return await work(() => {
          if (performance.now() - claimedMs > ACT_WITHIN_MS) throw new TransientError(`${version}: it took too long`);
        });
      } finally {
        // One that stays behind falls by its age.
        await store.delete(claim).catch(() => undefined);
      }
    },
  };
};
