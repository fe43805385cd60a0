import Type, { type Static } from 'typebox';
import { Timestamp, WorkspaceName } from './identifiers.ts';
import { SchemaVersion } from './schema-version.ts';

export const SCOPES = ['predict', 'train', 'review', 'promote', 'research', 'admin', 'operator'] as const;
export type Scope = (typeof SCOPES)[number];
export const Scope = Type.Unsafe<Scope>(Type.Union(SCOPES.map((scope) => Type.Literal(scope))));

/** The key id of everybody while no keys are in use. */
export const LOCAL_KEY_ID = 'local';

/** How long a gateway goes by what it knows of a key: within this time a key that was revoked or has expired is refused. */
export const KEY_TRUSTED_SECONDS = 30;

/** Who asks, and in which workspace. Every function that touches data takes one. */
export interface Principal {
  readonly workspace: string;
  readonly keyId: string;
  readonly scopes: readonly Scope[];
}

/** An API key as stored under `_system/keys/`: only a salted hash of the secret. */
export const StoredApiKey = Type.Object({
  schemaVersion: SchemaVersion,
  keyId: Type.String(),
  workspace: WorkspaceName,
  scopes: Type.Array(Scope),
  name: Type.String(),
  salt: Type.String(),
  hash: Type.String({ description: 'scrypt(secret, salt), base64' }),
  createdAt: Timestamp,
  expiresAt: Type.Optional(Timestamp),
  revokedAt: Type.Optional(Timestamp),
});
export type StoredApiKey = Static<typeof StoredApiKey>;
