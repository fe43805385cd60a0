import { createHash } from 'node:crypto';
import { type Principal, SCHEMA_VERSION } from '@pneumo/shared/contracts';
import { type Logger, type ObjectStore, objectKeys } from '@pneumo/shared/runtime';

export interface Checkpoint {
  readonly attempt: number;
  readonly epoch: number;
  /** Weights, optimizer state, averages and best weights, as safetensors. */
  readonly tensors: Uint8Array;
  /** The rest of the run's state, as JSON. */
  readonly state: unknown;
}

interface CheckpointManifest {
  readonly schemaVersion: number;
  /** Name of the tensors' file, in which is its hash: a later checkpoint of the same epoch never overwrites it. */
  readonly tensors: string;
  readonly sha256: string;
  readonly state: unknown;
}

export interface Checkpoints {
  /** Keeps the one before it, and removes what is older. */
  save(principal: Principal, jobId: string, checkpoint: Checkpoint): Promise<void>;
  /** The furthest whole one of any attempt. */
  latest(principal: Principal, jobId: string): Promise<Checkpoint | undefined>;
  removeAll(principal: Principal, jobId: string): Promise<void>;
}

const MANIFEST = 'manifest.json';
const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

interface StoredFile {
  readonly key: string;
  readonly attempt: number;
  readonly epoch: number;
  readonly name: string;
}

/** Undefined for what another release of this code wrote, and for what is no JSON. */
const parseManifest = (bytes: Buffer): CheckpointManifest | undefined => {
  try {
    const parsed = JSON.parse(bytes.toString()) as CheckpointManifest;
    return parsed.schemaVersion === SCHEMA_VERSION ? parsed : undefined;
  } catch {
    return undefined;
  }
};

export const createCheckpoints = (store: ObjectStore, logger: Logger): Checkpoints => {
  const place = ({ workspace }: Principal, jobId: string, at: { attempt: number; epoch: number }, name: string) =>
    objectKeys.checkpoint(workspace, jobId, at.attempt, at.epoch, name);

  const list = async (principal: Principal, jobId: string): Promise<StoredFile[]> => {
    const folder = objectKeys.checkpointsFolder(principal.workspace, jobId);
    const files: StoredFile[] = [];
    for await (const { key } of store.list(folder)) {
      const [attempt, epoch, name = ''] = key.slice(folder.length).split('/');
      files.push({ key, attempt: Number(attempt), epoch: Number(epoch), name });
    }
    return files;
  };

  /** Manifests first, so that a half-removed checkpoint is not taken for a whole one. */
  const remove = async (files: readonly StoredFile[]): Promise<void> => {
    const isManifest = ({ name }: StoredFile): boolean => name === MANIFEST;
    const ordered = [...files.filter(isManifest), ...files.filter((file) => !isManifest(file))];
    for (const { key } of ordered) await store.delete(key);
  };

  /** Undefined, with the reason in the log, when it is not whole. */
  const read = async (
    principal: Principal,
    jobId: string,
    { key, attempt, epoch }: StoredFile,
  ): Promise<Checkpoint | undefined> => {
    const unusable = (reason: string): void =>
      logger.warn({ jobId, attempt, epoch, reason }, 'a checkpoint can not be used; an earlier one is looked for');
    const manifest = await store.tryGet(key);
    const parsed = manifest === undefined ? undefined : parseManifest(manifest.bytes);
    if (parsed === undefined) {
      unusable('its manifest is not readable');
      return undefined;
    }
    const tensors = await store.tryGet(place(principal, jobId, { attempt, epoch }, parsed.tensors));
    if (tensors === undefined || sha256Of(tensors.bytes) !== parsed.sha256) {
      unusable('its tensors are missing or do not match their hash');
      return undefined;
    }
    return { attempt, epoch, tensors: tensors.bytes, state: parsed.state };
  };

  return {
    save: async (principal, jobId, { attempt, epoch, tensors, state }) => {
      const sha256 = sha256Of(tensors);
      const name = `tensors-${sha256.slice(0, 16)}.safetensors`;
      const manifest: CheckpointManifest = { schemaVersion: SCHEMA_VERSION, tensors: name, sha256, state };
      const at = { attempt, epoch };
      await store.put(place(principal, jobId, at, name), tensors);
      await store.putJson(place(principal, jobId, at, MANIFEST), manifest);
      const files = await list(principal, jobId);
      const earlier = files.filter((file) => file.name === MANIFEST && file.epoch < epoch);
      // The one before stays, in case this one is found damaged.
      const previous = Math.max(-1, ...earlier.map((file) => file.epoch));
      const isReplaced = (file: StoredFile): boolean =>
        file.epoch === epoch && file.attempt === attempt && file.name !== name && file.name !== MANIFEST;
      await remove(files.filter((file) => file.epoch < previous || isReplaced(file)));
    },
    latest: async (principal, jobId) => {
      const manifests = (await list(principal, jobId)).filter(({ name }) => name === MANIFEST);
      for (const file of manifests.sort((a, b) => b.epoch - a.epoch || b.attempt - a.attempt)) {
        const found = await read(principal, jobId, file);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    removeAll: async (principal, jobId) => remove(await list(principal, jobId)),
  };
};
