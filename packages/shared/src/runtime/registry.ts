import {
  type Alias,
  type Principal,
  type Promotion,
  SCHEMA_VERSION,
  type VersionManifest,
} from '../contracts/index.ts';
import { type AliasWithTag, createAliasMoves } from './alias-moves.ts';
import { PneumoError } from './errors.ts';
import { createFreshLookup } from './fresh-lookup.ts';
import { objectKeys } from './object-keys.ts';
import type { ObjectStore } from './object-store.ts';
import { createVersionClaims, VersionClaimed } from './version-claims.ts';

/** Versions and the aliases that name them. A version exists once its manifest does; an alias never dangles. */
export interface Registry {
  listVersions(principal: Principal): Promise<VersionManifest[]>;
  tryVersion(principal: Principal, version: string): Promise<VersionManifest | undefined>;
  version(principal: Principal, version: string): Promise<VersionManifest>;
  listAliases(principal: Principal): Promise<Alias[]>;
  tryAlias(principal: Principal, alias: string): Promise<AliasWithTag | undefined>;
  /**
   * Finds what a request names: an alias first, as it is now, else a version. That another replica has deleted the version may be seen two
   * seconds late: what was asked meanwhile fails when the version is loaded.
   */
  resolve(principal: Principal, reference: string): Promise<{ alias: string | null; version: string }>;
  /**
   * Points an alias to a version by compare-and-set. `expected` is the ETag that the caller read, `absent` when there
   * must be none yet, `any` to move it whatever it says. Throws `alias_changed` when another move came first.
   */
  moveAlias(
    principal: Principal,
    alias: string,
    move: { version: string; reason: string; expected: { etag: string } | 'absent' | 'any' },
  ): Promise<AliasWithTag>;
  /** Moves it back to the version before the current one. */
  rollback(principal: Principal, alias: string, reason: string): Promise<AliasWithTag>;
  /** Removes a version that no alias names; its id is never used again. */
  deleteVersion(principal: Principal, version: string): Promise<void>;
  /** Does what a recorded outcome decided; doing it again changes nothing. */
  applyPromotion(
    principal: Principal,
    promotion: Promotion,
    movedBy: string,
  ): Promise<'moved' | 'already' | 'overtaken'>;
}

/** Ends the decision of a move that must not happen. */
class NoMove extends Error {
  readonly why: 'already' | 'overtaken';

  constructor(why: 'already' | 'overtaken') {
    super(why);
    this.name = 'NoMove';
    this.why = why;
  }
}

export interface RegistryOptions {
  /** How long a version may be claimed by a move or a deletion. */
  readonly claimMs?: number;
  /** How long a version that was there is taken to be there still, where a request names it. */
  readonly freshMs?: number;
}

export const createRegistry = (store: ObjectStore, { claimMs, freshMs }: RegistryOptions = {}): Registry => {
  const claims = createVersionClaims(store, claimMs);
  // A manifest is large, and a version never changes: it is not read for every request that names it.
  const named = createFreshLookup<string>(freshMs);
  const nameKey = (principal: Principal, id: string): string => `${principal.workspace}/${id}`;

  const readVersion = async (principal: Principal, version: string): Promise<VersionManifest | undefined> => {
    const [found, buried] = await Promise.all([
      store.tryGet(objectKeys.versionManifest(principal.workspace, version)),
      store.exists(objectKeys.tombstone(principal.workspace, version)),
    ]);
    return found === undefined || buried ? undefined : (JSON.parse(found.bytes.toString()) as VersionManifest);
  };
  const versionExists = async (principal: Principal, version: string): Promise<boolean> =>
    (await readVersion(principal, version)) !== undefined;

  const version = async (principal: Principal, id: string): Promise<VersionManifest> => {
    const found = await readVersion(principal, id);
    if (found === undefined) throw new PneumoError('version_not_found', `There is no version ${id}.`);
    return found;
  };

  const aliases = createAliasMoves({ store, claims, versionExists });

  const bury = async (principal: Principal, id: string, assertValid: () => void): Promise<void> => {
    const naming = (await aliases.listAliases(principal)).find((alias) => alias.version === id);
    if (naming !== undefined) throw new PneumoError('version_in_use', `The alias ${naming.alias} names ${id}.`);
    assertValid();
    await store.putJson(objectKeys.tombstone(principal.workspace, id), {
      schemaVersion: SCHEMA_VERSION,
      version: id,
      deletedAt: new Date().toISOString(),
      deletedBy: principal.keyId,
    });
  };

  return {
    listVersions: async (principal) => {
      const versions: VersionManifest[] = [];
      for await (const id of store.listFolders(objectKeys.modelsFolder(principal.workspace))) {
        const found = await readVersion(principal, id);
        if (found !== undefined) versions.push(found);
      }
      return versions.sort((a, b) => b.createdAt.localeCompare(a.createdAt));
    },
    tryVersion: readVersion,
    version,
    listAliases: (principal) => aliases.listAliases(principal),
    tryAlias: (principal, alias) => aliases.tryAlias(principal, alias),
    resolve: async (principal, reference) => {
      const found = await aliases.tryAlias(principal, reference);
      if (found !== undefined) return { alias: reference, version: found.alias.version };
      const id = await named(nameKey(principal, reference), async () => {
        if (await versionExists(principal, reference)) return reference;
        throw new PneumoError('model_not_found', `There is no alias or version ${reference}.`);
      });
      return { alias: null, version: id };
    },
    moveAlias: async (principal, name, { version: id, reason, expected }) => {
      await version(principal, id);
      return aliases.move(
        principal,
        name,
        (before) => {
          const holds =
            expected === 'any' || (expected === 'absent' ? before === undefined : before?.etag === expected.etag);
          if (!holds) throw new PneumoError('alias_changed', `The alias ${name} has moved since you read it.`);
          return { version: id, reason, movedBy: principal.keyId };
        },
        expected === 'any',
      );
    },
    rollback: (principal, name, reason) =>
      aliases.move(
        principal,
        name,
        async (before) => {
          if (before === undefined) throw new PneumoError('alias_not_found', `There is no alias ${name}.`);
          const earlier = before.alias.history.map((entry) => entry.version).filter((id) => id !== null);
          for (const id of earlier.reverse()) {
            if (id !== before.alias.version && (await versionExists(principal, id))) {
              return { version: id, reason, movedBy: principal.keyId };
            }
          }
          throw new PneumoError('no_previous_version', `The alias ${name} has no earlier version to go back to.`);
        },
        true,
      ),
    deleteVersion: async (principal, id) => {
      await version(principal, id);
      try {
        await claims.during(principal.workspace, id, 'delete', (assertValid) => bury(principal, id, assertValid));
      } catch (error) {
        if (!(error instanceof VersionClaimed)) throw error;
        throw new PneumoError('version_in_use', `${error.message}.`, { cause: error });
      }
      named.forget(nameKey(principal, id));
      const files: string[] = [];
      for await (const { key } of store.list(objectKeys.versionFile(principal.workspace, id, ''))) files.push(key);
      for (const key of files) await store.delete(key);
    },
    applyPromotion: async (principal, promotion, movedBy) => {
      try {
        await aliases.move(
          principal,
          promotion.alias,
          (before) => {
            if (before?.alias.history.some((entry) => entry.movedBy === movedBy) === true) throw new NoMove('already');
            if ((before?.alias.version ?? null) !== promotion.expected) throw new NoMove('overtaken');
            return { version: promotion.version, reason: promotion.reason, movedBy };
          },
          true,
        );
        return 'moved';
      } catch (error) {
        if (error instanceof NoMove) return error.why;
        // Deleted since: there is nothing left to promote.
        if (error instanceof PneumoError && error.code === 'version_not_found') return 'overtaken';
        throw error;
      }
    },
  };
};
