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
  readonly sha256: string;
  readonly state: unknown;
}

export interface Checkpoints {
  save(principal: Principal, jobId: string, checkpoint: Checkpoint): Promise<void>;
  /** The furthest whole one of any attempt. */
  latest(principal: Principal, jobId: string): Promise<Checkpoint | undefined>;
  removeAll(principal: Principal, jobId: string): Promise<void>;
}

const TENSORS = 'tensors.safetensors';
const MANIFEST = 'manifest.json';

export const createCheckpoints = (store: ObjectStore, logger: Logger): Checkpoints => {
  const place = ({ workspace }: Principal, jobId: string, attempt: number, epoch: number, name: string): string =>
    objectKeys.checkpoint(workspace, jobId, attempt, epoch, name);

  /** Whole checkpoints, as they lie: the manifest is written last. */
  const listWhole = async (principal: Principal, jobId: string): Promise<{ attempt: number; epoch: number }[]> => {
    const folder = objectKeys.checkpointsFolder(principal.workspace, jobId);
    const whole: { attempt: number; epoch: number }[] = [];
    for await (const { key } of store.list(folder)) {
      const [attempt, epoch, name] = key.slice(folder.length).split('/');
      if (name === MANIFEST) whole.push({ attempt: Number(attempt), epoch: Number(epoch) });
    }
    return whole.sort((a, b) => b.epoch - a.epoch || b.attempt - a.attempt);
  };

  const remove = async (principal: Principal, jobId: string, attempt: number, epoch: number): Promise<void> => {
    // The manifest first, so that a half-removed checkpoint is not taken for a whole one.
    for (const name of [MANIFEST, TENSORS]) await store.delete(place(principal, jobId, attempt, epoch, name));
  };

  return {
    save: async (principal, jobId, { attempt, epoch, tensors, state }) => {
      const manifest: CheckpointManifest = {
        schemaVersion: SCHEMA_VERSION,
        sha256: createHash('sha256').update(tensors).digest('hex'),
        state,
      };
      await store.put(place(principal, jobId, attempt, epoch, TENSORS), tensors);
      await store.putJson(place(principal, jobId, attempt, epoch, MANIFEST), manifest);
      for (const older of (await listWhole(principal, jobId)).filter((one) => one.epoch < epoch)) {
        await remove(principal, jobId, older.attempt, older.epoch);
      }
    },
    latest: async (principal, jobId) => {
      for (const { attempt, epoch } of await listWhole(principal, jobId)) {
        const [manifest, tensors] = await Promise.all([
          store.tryGet(place(principal, jobId, attempt, epoch, MANIFEST)),
          store.tryGet(place(principal, jobId, attempt, epoch, TENSORS)),
        ]);
        if (manifest === undefined || tensors === undefined) continue;
        const { sha256, state } = JSON.parse(manifest.bytes.toString()) as CheckpointManifest;
        if (createHash('sha256').update(tensors.bytes).digest('hex') === sha256) {
          return { attempt, epoch, tensors: tensors.bytes, state };
        }
        logger.warn({ jobId, attempt, epoch }, 'a checkpoint does not match its hash; an earlier one is used');
      }
      return undefined;
    },
    removeAll: async (principal, jobId) => {
      const keys: string[] = [];
      for await (const { key } of store.list(objectKeys.checkpointsFolder(principal.workspace, jobId))) keys.push(key);
      for (const key of keys) await store.delete(key);
    },
  };
};
