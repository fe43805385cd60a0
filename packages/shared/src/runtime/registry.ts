import {
  type Alias,
  type Principal,
  type Promotion,
  SCHEMA_VERSION,
  type VersionManifest,
} from '../contracts/index.ts';
import { PneumoError, PreconditionFailed } from './errors.ts';
import { objectKeys } from './object-keys.ts';
import type { ObjectStore } from './object-store.ts';

export interface AliasWithTag {
  readonly alias: Alias;
  /** For `If-Match`. */
  readonly etag: string;
}

/** Versions and the aliases that name them. A version exists once its manifest does; an alias never dangles. */
export interface Registry {
  listVersions(principal: Principal): Promise<VersionManifest[]>;
  tryVersion(principal: Principal, version: string): Promise<VersionManifest | undefined>;
  version(principal: Principal, version: string): Promise<VersionManifest>;
  listAliases(principal: Principal): Promise<Alias[]>;
  tryAlias(principal: Principal, alias: string): Promise<AliasWithTag | undefined>;
  /** Finds what a request names: an alias first, else a version. */
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

const MOVE_ATTEMPTS = 5;

export const createRegistry = (store: ObjectStore): Registry => {
  const readVersion = async (principal: Principal, version: string): Promise<VersionManifest | undefined> => {
    const [found, buried] = await Promise.all([
      store.tryGet(objectKeys.versionManifest(principal.workspace, version)),
      store.exists(objectKeys.tombstone(principal.workspace, version)),
    ]);
    return found === undefined || buried ? undefined : (JSON.parse(found.bytes.toString()) as VersionManifest);
  };

  const version = async (principal: Principal, id: string): Promise<VersionManifest> => {
    const found = await readVersion(principal, id);
    if (found === undefined) throw new PneumoError('version_not_found', `There is no version ${id}.`);
    return found;
  };

  const tryAlias = async (principal: Principal, alias: string): Promise<AliasWithTag | undefined> => {
    const found = await store.tryGet(objectKeys.alias(principal.workspace, alias));
    return found === undefined ? undefined : { alias: JSON.parse(found.bytes.toString()) as Alias, etag: found.etag };
  };

  const write = async (
    principal: Principal,
    name: string,
    before: AliasWithTag | undefined,
    move: { version: string; reason: string; movedBy: string },
  ): Promise<AliasWithTag> => {
    const alias: Alias = {
      schemaVersion: SCHEMA_VERSION,
      alias: name,
      version: move.version,
      history: [
        ...(before?.alias.history ?? []),
        { version: move.version, movedAt: new Date().toISOString(), movedBy: move.movedBy, reason: move.reason },
      ],
    };
    const condition = before === undefined ? ({ ifNoneMatch: '*' } as const) : { ifMatch: before.etag };
    const { etag } = await store.putJson(objectKeys.alias(principal.workspace, name), alias, condition);
    return { alias, etag };
  };

  /** Reads, decides and writes until no other move comes between. */
  const retrying = async (
    principal: Principal,
    name: string,
    decide: (before: AliasWithTag | undefined) => Promise<{ version: string; reason: string; movedBy: string }>,
    retry: boolean,
  ): Promise<AliasWithTag> => {
    for (let attempt = 1; ; attempt += 1) {
      const before = await tryAlias(principal, name);
      const move = await decide(before);
      try {
        return await write(principal, name, before, move);
      } catch (error) {
        if (!(error instanceof PreconditionFailed)) throw error;
        if (!retry || attempt >= MOVE_ATTEMPTS) {
          throw new PneumoError('alias_changed', `The alias ${name} has moved since you read it.`, { cause: error });
        }
      }
    }
  };

  const listAliases = async (principal: Principal): Promise<Alias[]> => {
    const aliases: Alias[] = [];
    for await (const { key } of store.list(objectKeys.aliasesFolder(principal.workspace))) {
      const found = await store.tryGet(key);
      if (found !== undefined) aliases.push(JSON.parse(found.bytes.toString()) as Alias);
    }
    return aliases;
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
    listAliases,
    tryAlias,
    resolve: async (principal, reference) => {
      const named = await tryAlias(principal, reference);
      if (named !== undefined) return { alias: reference, version: named.alias.version };
      const found = await readVersion(principal, reference);
      if (found !== undefined) return { alias: null, version: found.version };
      throw new PneumoError('model_not_found', `There is no alias or version ${reference}.`);
    },
    moveAlias: async (principal, name, { version: id, reason, expected }) => {
      await version(principal, id);
      const moved = await retrying(
        principal,
        name,
        (before) => {
          const holds =
            expected === 'any' || (expected === 'absent' ? before === undefined : before?.etag === expected.etag);
          if (!holds) throw new PneumoError('alias_changed', `The alias ${name} has moved since you read it.`);
          return Promise.resolve({ version: id, reason, movedBy: principal.keyId });
        },
        expected === 'any',
      );
      // A version deleted between the check and the move would leave the alias dangling: deleting looks at the aliases
      // after its tombstone, moving looks for the tombstone after the move, so one of the two sees the other.
      if ((await readVersion(principal, id)) === undefined) {
        throw new PneumoError(
          'version_not_found',
          `The version ${id} was deleted at the same moment; set ${name} again.`,
        );
      }
      return moved;
    },
    rollback: (principal, name, reason) =>
      retrying(
        principal,
        name,
        async (before) => {
          if (before === undefined) throw new PneumoError('alias_not_found', `There is no alias ${name}.`);
          const earlier = before.alias.history.map((move) => move.version).filter((id) => id !== null);
          for (const id of earlier.reverse()) {
            if (id !== before.alias.version && (await readVersion(principal, id)) !== undefined) {
              return { version: id, reason, movedBy: principal.keyId };
            }
          }
          throw new PneumoError('no_previous_version', `The alias ${name} has no earlier version to go back to.`);
        },
        true,
      ),
    deleteVersion: async (principal, id) => {
      await version(principal, id);
      const namedBy = async (): Promise<string | undefined> =>
        (await listAliases(principal)).find((alias) => alias.version === id)?.alias;
      const refuse = (alias: string): PneumoError =>
        new PneumoError('version_in_use', `The alias ${alias} names ${id}.`);
      const before = await namedBy();
      if (before !== undefined) throw refuse(before);
      const tombstone = objectKeys.tombstone(principal.workspace, id);
      await store.putJson(tombstone, {
        schemaVersion: SCHEMA_VERSION,
        version: id,
        deletedAt: new Date().toISOString(),
        deletedBy: principal.keyId,
      });
      const since = await namedBy();
      if (since !== undefined) {
        await store.delete(tombstone);
        throw refuse(since);
      }
      const files: string[] = [];
      for await (const { key } of store.list(objectKeys.versionFile(principal.workspace, id, ''))) files.push(key);
      for (const key of files) await store.delete(key);
    },
    applyPromotion: async (principal, promotion, movedBy) => {
      const before = await tryAlias(principal, promotion.alias);
      if (before?.alias.history.some((move) => move.movedBy === movedBy) === true) return 'already';
      if ((before?.alias.version ?? null) !== promotion.expected) return 'overtaken';
      try {
        await write(principal, promotion.alias, before, { ...promotion, movedBy });
        return 'moved';
      } catch (error) {
        if (error instanceof PreconditionFailed) return 'overtaken';
        throw error;
      }
    },
  };
};
