import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Value } from 'typebox/value';
import { type Principal, SCHEMA_VERSION, type Scope, StoredApiKey } from '../contracts/index.ts';
import { PreconditionFailed } from './errors.ts';
import { objectKeys } from './object-keys.ts';
import type { ObjectStore } from './object-store.ts';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const HASH_BYTES = 32;
const SALT_BYTES = 16;
const SECRET_BYTES = 32;

export interface NewApiKey {
  readonly workspace: string;
  readonly scopes: readonly Scope[];
  readonly name: string;
  readonly expiresAt?: string;
}

/** A stored key without what its text could be guessed from. */
export type ApiKeyInfo = Omit<StoredApiKey, 'salt' | 'hash'>;

export interface ApiKeys {
  /** Whether any key is stored. */
  any(): Promise<boolean>;
  /** Makes a key; its text is given here only and stored nowhere. */
  create(options: NewApiKey): Promise<{ key: string; keyId: string }>;
  /** Stores a key whose text is given. Throws `PreconditionFailed` when it is stored already. */
  add(key: string, options: NewApiKey): Promise<{ keyId: string }>;
  /** Who the key stands for; undefined for a wrong, revoked or expired one. Costs a read and, for a stored key, one scrypt. */
  verify(key: string): Promise<Principal | undefined>;
  /** All keys, revoked and expired ones too, oldest first. */
  list(): Promise<ApiKeyInfo[]>;
  /** Marks a key as revoked, once and for ever; undefined where there is no such key. */
  revoke(keyId: string): Promise<ApiKeyInfo | undefined>;
}

/** Found without a scan and telling nothing of the key: the first 64 bits of a hash of it. */
export const keyIdOf = (key: string): string =>
  createHash('sha256').update(`pneumo-key-id:${key}`).digest('hex').slice(0, 16);

const parseStored = (bytes: Buffer): StoredApiKey | undefined => {
  const stored: unknown = JSON.parse(bytes.toString());
  return Value.Check(StoredApiKey, stored) ? stored : undefined;
};

// eslint-disable-next-line @typescript-eslint/no-unused-vars -- named to be left out
const infoOf = ({ salt, hash, ...info }: StoredApiKey): ApiKeyInfo => info;

/** API keys in the store: only salted scrypt hashes, each with its workspace and scopes. */
export const createApiKeys = (store: ObjectStore): ApiKeys => {
  const add = async (key: string, { workspace, scopes, name, expiresAt }: NewApiKey): Promise<{ keyId: string }> => {
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
      ...(expiresAt === undefined ? {} : { expiresAt }),
    };
    await store.putJson(objectKeys.apiKey(keyId), stored, { ifNoneMatch: '*' });
    return { keyId };
  };

  const revoke = async (keyId: string): Promise<ApiKeyInfo | undefined> => {
    for (;;) {
      const found = await store.tryGet(objectKeys.apiKey(keyId));
      const stored = found === undefined ? undefined : parseStored(found.bytes);
      if (found === undefined || stored === undefined) return undefined;
      if (stored.revokedAt !== undefined) return infoOf(stored);
      const revoked = { ...stored, revokedAt: new Date().toISOString() };
      try {
        await store.putJson(objectKeys.apiKey(keyId), revoked, { ifMatch: found.etag });
        return infoOf(revoked);
      } catch (error) {
        // Somebody revokes it at the same time.
        if (!(error instanceof PreconditionFailed)) throw error;
      }
    }
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
      const stored = found === undefined ? undefined : parseStored(found.bytes);
      if (stored === undefined || stored.revokedAt !== undefined) return undefined;
      if (stored.expiresAt !== undefined && Date.parse(stored.expiresAt) <= Date.now()) return undefined;
      const hash = await derive(key, Buffer.from(stored.salt, 'base64'), HASH_BYTES);
      if (!timingSafeEqual(hash, Buffer.from(stored.hash, 'base64'))) return undefined;
      return { workspace: stored.workspace, keyId: stored.keyId, scopes: stored.scopes };
    },
    list: async () => {
      const infos: ApiKeyInfo[] = [];
      for await (const { key } of store.list(objectKeys.apiKeysFolder())) {
        const found = await store.tryGet(key);
        const stored = found === undefined ? undefined : parseStored(found.bytes);
        if (stored !== undefined) infos.push(infoOf(stored));
      }
      return infos.sort((a, b) => a.createdAt.localeCompare(b.createdAt));
    },
    revoke,
  };
};
