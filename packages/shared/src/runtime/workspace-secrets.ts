import { createHmac, randomBytes } from 'node:crypto';
import { SCHEMA_VERSION } from '../contracts/index.ts';
import { PreconditionFailed } from './errors.ts';
import { objectKeys } from './object-keys.ts';
import type { ObjectStore } from './object-store.ts';

/** Text -> 64 hexadecimal digits, which nobody can tie to the text without the workspace's secret. */
export type KeyedHash = (text: string) => string;

/** What is hashed: the same text for two purposes gives two hashes. */
export type KeyedHashPurpose = 'patient' | 'study' | 'instance' | 'file-name';

export interface WorkspaceSecrets {
  /**
   * HMAC-SHA-256 with the workspace's secret, which is made when it is first needed. The same for every process on this store, another one for
   * every workspace and purpose. The secret itself is given to nobody.
   */
  keyedHash(workspace: string, purpose: KeyedHashPurpose): Promise<KeyedHash>;
  /** The same for the ids of a DICOM file, all at once. */
  filmHashes(workspace: string): Promise<Record<'patient' | 'study' | 'instance', KeyedHash>>;
}

interface StoredSecret {
  readonly schemaVersion: number;
  readonly workspace: string;
  /** 32 random bytes, base64. */
  readonly secret: string;
  readonly createdAt: string;
}

const SECRET_BYTES = 32;

export const createWorkspaceSecrets = (store: ObjectStore): WorkspaceSecrets => {
  const read = async (workspace: string): Promise<Buffer | undefined> => {
    const found = await store.tryGet(objectKeys.workspaceSecret(workspace));
    if (found === undefined) return undefined;
    const secret = Buffer.from((JSON.parse(found.bytes.toString()) as StoredSecret).secret, 'base64');
    // With a damaged one the same patient would become another person without a word.
    if (secret.length !== SECRET_BYTES) throw new Error(`The secret of the workspace ${workspace} is damaged.`);
    return secret;
  };

  const readOrMake = async (workspace: string): Promise<Buffer> => {
    const known = await read(workspace);
    if (known !== undefined) return known;
    const made: StoredSecret = {
      schemaVersion: SCHEMA_VERSION,
      workspace,
      secret: randomBytes(SECRET_BYTES).toString('base64'),
      createdAt: new Date().toISOString(),
    };
    try {
      await store.putJson(objectKeys.workspaceSecret(workspace), made, { ifNoneMatch: '*' });
    } catch (error) {
      // Another process has just made it: that one counts.
      if (!(error instanceof PreconditionFailed)) throw error;
    }
    const stored = await read(workspace);
    if (stored === undefined) throw new Error(`The secret of the workspace ${workspace} has vanished.`);
    return stored;
  };

  const hashWith =
    (secret: Buffer, purpose: KeyedHashPurpose): KeyedHash =>
    (text) =>
      createHmac('sha256', secret).update(`${purpose}\0${text}`).digest('hex');

  return {
    keyedHash: async (workspace, purpose) => hashWith(await readOrMake(workspace), purpose),
    filmHashes: async (workspace) => {
      const secret = await readOrMake(workspace);
      return {
        patient: hashWith(secret, 'patient'),
        study: hashWith(secret, 'study'),
        instance: hashWith(secret, 'instance'),
      };
    },
  };
};
