import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { type Principal, SCHEMA_VERSION, type Scope, StoredApiKey } from '@pneumo/shared/contracts';
import { type ObjectStore, objectKeys } from '@pneumo/shared/runtime';
import { Value } from 'typebox/value';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const HASH_BYTES = 32;
const SALT_BYTES = 16;
const SECRET_BYTES = 32;

export interface NewApiKey {
  readonly workspace: string;
  readonly scopes: readonly Scope[];
  readonly name: string;
}

export interface ApiKeys {
  /** Whether any key is stored. */
  any(): Promise<boolean>;
  /** Makes a key; its text is given here only and stored nowhere. */
  create(options: NewApiKey): Promise<{ key: string; keyId: string }>;
  /** Stores a key whose text is given. Throws `PreconditionFailed` when it is stored already. */
  add(key: string, options: NewApiKey): Promise<{ keyId: string }>;
  /** Who the key stands for; undefined for a wrong or revoked one. Costs a read and, for a stored key, one scrypt. */
  verify(key: string): Promise<Principal | undefined>;
}

/** Found without a scan and telling nothing of the key: the first 64 bits of a hash of it. */
export const keyIdOf = (key: string): string =>
  createHash('sha256').update(`pneumo-key-id:${key}`).digest('hex').slice(0, 16);

/** API keys in the store: only salted scrypt hashes, each with its workspace and scopes. */
export const createApiKeys = (store: ObjectStore): ApiKeys => {
  const add = async (key: string, { workspace, scopes, name }: NewApiKey): Promise<{ keyId: string }> => {
    const keyId = keyIdOf(key);
    const salt = randomBytes(SALT_BYTES);
    const stored: StoredApiKey = {
      schemaVersion: SCHEMA_VERSION,
      keyId,
      workspace,
      scopes: [...scopes],
      name,
      salt: salt.toString('base64'),
      hash: (await derive(key, salt, HASH_BYTES)).toString('base64'),
      createdAt: new Date().toISOString(),
    };
    await store.putJson(objectKeys.apiKey(keyId), stored, { ifNoneMatch: '*' });
    return { keyId };
  };

  return {
    any: async () => {
      for await (const { key } of store.list(objectKeys.apiKeysFolder())) return key !== '';
      return false;
    },
    add,
    create: async (options) => {
      const key = `pneumo_${randomBytes(SECRET_BYTES).toString('base64url')}`;
      return { key, ...(await add(key, options)) };
    },
    verify: async (key) => {
      const found = await store.tryGet(objectKeys.apiKey(keyIdOf(key)));
      if (found === undefined) return undefined;
      const stored: unknown = JSON.parse(found.bytes.toString());
      if (!Value.Check(StoredApiKey, stored) || stored.revokedAt !== undefined) return undefined;
      const hash = await derive(key, Buffer.from(stored.salt, 'base64'), HASH_BYTES);
      if (!timingSafeEqual(hash, Buffer.from(stored.hash, 'base64'))) return undefined;
      return { workspace: stored.workspace, keyId: stored.keyId, scopes: stored.scopes };
    },
  };
};
