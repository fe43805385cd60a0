import { setTimeout as delay } from 'node:timers/promises';
import { type Alias, type Principal, SCHEMA_VERSION } from '../contracts/index.ts';
import { PneumoError, PreconditionFailed } from './errors.ts';
import { objectKeys } from './object-keys.ts';
import type { ObjectStore } from './object-store.ts';
import { VersionClaimed, type VersionClaims } from './version-claims.ts';

export interface AliasWithTag {
  readonly alias: Alias;
  /** For `If-Match`. */
  readonly etag: string;
}

export interface AliasMoveRequest {
  readonly version: string;
  readonly reason: string;
  readonly movedBy: string;
}

export interface AliasMoves {
  tryAlias(principal: Principal, alias: string): Promise<AliasWithTag | undefined>;
  listAliases(principal: Principal): Promise<Alias[]>;
  /**
   * Reads the alias, decides and writes by compare-and-set. With `retry` it starts over until no other move comes
   * between. Throws `alias_changed` when one did, `version_not_found` when the version is gone or is being deleted.
   */
  move(
    principal: Principal,
    alias: string,
    decide: (before: AliasWithTag | undefined) => AliasMoveRequest | Promise<AliasMoveRequest>,
    retry: boolean,
  ): Promise<AliasWithTag>;
}

const ATTEMPTS = 20;
const LONGEST_WAIT_MS = 100;

/** The compare-and-set of aliases. A version can't be deleted while an alias is being pointed to it. */
export const createAliasMoves = (deps: {
  store: ObjectStore;
  claims: VersionClaims;
  versionExists: (principal: Principal, version: string) => Promise<boolean>;
}): AliasMoves => {
  const { store, claims, versionExists } = deps;

  const tryAlias = async (principal: Principal, alias: string): Promise<AliasWithTag | undefined> => {
    const found = await store.tryGet(objectKeys.alias(principal.workspace, alias));
    return found === undefined ? undefined : { alias: JSON.parse(found.bytes.toString()) as Alias, etag: found.etag };
  };

  const write = async (
    principal: Principal,
    name: string,
    before: AliasWithTag | undefined,
    { version, reason, movedBy }: AliasMoveRequest,
  ): Promise<AliasWithTag> => {
    const alias: Alias = {
      schemaVersion: SCHEMA_VERSION,
      alias: name,
      version,
      history: [...(before?.alias.history ?? []), { version, movedAt: new Date().toISOString(), movedBy, reason }],
    };
    const condition = before === undefined ? ({ ifNoneMatch: '*' } as const) : { ifMatch: before.etag };
    return claims.during(principal.workspace, version, 'name', async (assertValid) => {
      if (!(await versionExists(principal, version))) {
        throw new PneumoError('version_not_found', `There is no version ${version}.`);
      }
      assertValid();
      const { etag } = await store.putJson(objectKeys.alias(principal.workspace, name), alias, condition);
      return { alias, etag };
    });
  };

  const faultOf = (error: PreconditionFailed | VersionClaimed, name: string): PneumoError =>
    error instanceof PreconditionFailed
      ? new PneumoError('alias_changed', `The alias ${name} has moved since you read it.`, { cause: error })
      : new PneumoError('version_not_found', `${error.message}.`, { cause: error });

  return {
    tryAlias,
    listAliases: async (principal) => {
      const aliases: Alias[] = [];
      for await (const { key } of store.list(objectKeys.aliasesFolder(principal.workspace))) {
        const found = await store.tryGet(key);
        if (found !== undefined) aliases.push(JSON.parse(found.bytes.toString()) as Alias);
      }
      return aliases;
    },
    move: async (principal, name, decide, retry) => {
      for (let attempt = 1; ; attempt += 1) {
        const before = await tryAlias(principal, name);
        const request = await decide(before);
        try {
          return await write(principal, name, before, request);
        } catch (error) {
          if (!(error instanceof PreconditionFailed) && !(error instanceof VersionClaimed)) throw error;
          const again = retry || error instanceof VersionClaimed;
          if (!again || attempt >= ATTEMPTS) throw faultOf(error, name);
          await delay(Math.random() * LONGEST_WAIT_MS);
        }
      }
    },
  };
};
