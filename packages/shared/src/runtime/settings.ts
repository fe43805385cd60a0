import { setTimeout as delay } from 'node:timers/promises';
import {
  DEFAULT_SETTINGS,
  type Principal,
  SCHEMA_VERSION,
  type SettingsRequest,
  type SettingsValues,
  type WorkspaceSettings,
} from '../contracts/index.ts';
import { PneumoError, PreconditionFailed } from './errors.ts';
import { createFreshLookup } from './fresh-lookup.ts';
import { objectKeys } from './object-keys.ts';
import type { ObjectStore } from './object-store.ts';

export interface SettingsWithTag {
  readonly settings: WorkspaceSettings;
  /** For `If-Match`. */
  readonly etag: string;
}

/** What a workspace sets for itself: its prior, and how much a challenger shadows. */
export interface Settings {
  /** As they are stored now; the defaults where nothing was ever set. */
  read(principal: Principal): Promise<SettingsWithTag>;
  /** The same, at most two seconds old: for what asks often. */
  inForce(principal: Principal): Promise<SettingsValues>;
  /**
   * Changes what `change` names and keeps who did so and when. `expected` is the ETag that the caller read, or `any` to change them
   * whatever they say. Throws `settings_changed` when another change came first.
   */
  change(principal: Principal, change: SettingsRequest, expected: { etag: string } | 'any'): Promise<SettingsWithTag>;
}

/** ETag of settings that were never set. */
const UNSET = 'unset';
const ATTEMPTS = 20;
const LONGEST_WAIT_MS = 100;

export const createSettings = (store: ObjectStore, { freshMs }: { freshMs?: number } = {}): Settings => {
  const lookup = createFreshLookup<SettingsValues>(freshMs);

  const read = async ({ workspace }: Principal): Promise<SettingsWithTag> => {
    const found = await store.tryGet(objectKeys.settings(workspace));
    if (found === undefined) {
      return { settings: { schemaVersion: SCHEMA_VERSION, ...DEFAULT_SETTINGS, history: [] }, etag: UNSET };
    }
    return { settings: JSON.parse(found.bytes.toString()) as WorkspaceSettings, etag: found.etag };
  };

  return {
    read,
    inForce: (principal) => lookup(principal.workspace, async () => (await read(principal)).settings),
    change: async (principal, change, expected) => {
      for (let attempt = 1; ; attempt += 1) {
        const { settings, etag } = await read(principal);
        const overtaken = (cause?: unknown): PneumoError =>
          new PneumoError('settings_changed', 'The settings have changed since you read them.', { cause });
        if (expected !== 'any' && expected.etag !== etag) throw overtaken();
        const { prevalence = settings.prevalence, shadowShare = settings.shadowShare } = change;
        const values = { prevalence, shadowShare };
        const entry = { ...values, changedAt: new Date().toISOString(), changedBy: principal.keyId };
        const next: WorkspaceSettings = {
          schemaVersion: SCHEMA_VERSION,
          ...values,
          history: [...settings.history, entry],
        };
        try {
          const put = await store.putJson(
            objectKeys.settings(principal.workspace),
            next,
            etag === UNSET ? { ifNoneMatch: '*' } : { ifMatch: etag },
          );
          return { settings: next, etag: put.etag };
        } catch (error) {
          if (!(error instanceof PreconditionFailed)) throw error;
          if (expected !== 'any' || attempt >= ATTEMPTS) throw overtaken(error);
          await delay(Math.random() * LONGEST_WAIT_MS);
        }
      }
    },
  };
};
