import { createHash, randomUUID } from 'node:crypto';
import { Value } from 'typebox/value';
import {
  PRETRAINED_NAMES,
  type PretrainedName,
  type PretrainedWeightsInfo,
  PretrainedWeightsManifest,
  SCHEMA_VERSION,
  type WeightsOrigin,
} from '../contracts/index.ts';
import { PneumoError, PreconditionFailed } from './errors.ts';
import { objectKeys } from './object-keys.ts';
import type { ObjectStore } from './object-store.ts';
import { createWeightsPieces } from './weights-pieces.ts';

export interface StoredWeights {
  readonly info: PretrainedWeightsInfo;
  /** The safetensors file, piece by piece. Throws `weights_damaged`, at the end at the latest, when it is not what was stored. */
  chunks(): AsyncIterable<Uint8Array>;
  /** The whole safetensors file, checked: 60 to 100 MB. Throws `weights_damaged`. */
  read(): Promise<Uint8Array>;
}

export interface NewWeights {
  readonly name: PretrainedName;
  readonly storedBy: string;
  readonly origin: WeightsOrigin;
  readonly tensors: number;
  readonly parameters: number;
  /** What the bytes must hash to. */
  readonly sha256: string;
}

/** Weights of frozen trunks, stored once for all workspaces and trainers. Stored weights never change; they can be removed. */
export interface PretrainedWeights {
  list(): Promise<PretrainedWeightsInfo[]>;
  tryGet(name: PretrainedName): Promise<StoredWeights | undefined>;
  /** Throws `weights_missing`, which says how to get them. */
  get(name: PretrainedName): Promise<StoredWeights>;
  /**
   * Stores a safetensors file as it streams in, holding one piece in memory; nothing is seen of it before it is whole. The same bytes
   * again change nothing. Throws `weights_invalid` when they do not hash to `sha256`, `weights_exist` when others are stored.
   */
  put(
    weights: NewWeights,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<{ info: PretrainedWeightsInfo; created: boolean }>;
  /** Throws `weights_missing`. */
  remove(name: PretrainedName): Promise<void>;
}

const infoOf = (manifest: PretrainedWeightsManifest): PretrainedWeightsInfo => {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- named to be left out
  const { upload, pieces, ...info } = manifest;
  return info;
};

const missing = (name: string): PneumoError =>
  new PneumoError(
    'weights_missing',
    `The weights of ${name} are not stored. Get them with \`pneumo weights pull ${name}\`, or from a file with \`pneumo weights import FILE.h5\`.`,
  );

export const createPretrainedWeights = ({ store }: { store: ObjectStore }): PretrainedWeights => {
  const pieces = createWeightsPieces(store);

  const tryManifest = async (name: PretrainedName): Promise<PretrainedWeightsManifest | undefined> => {
    const found = await store.tryGet(objectKeys.weightsManifest(name));
    if (found === undefined) return undefined;
    const manifest: unknown = JSON.parse(found.bytes.toString());
    if (Value.Check(PretrainedWeightsManifest, manifest)) return manifest;
    throw new PneumoError('weights_damaged', `The manifest of the weights ${name} is not valid.`);
  };

  async function* chunksOf(manifest: PretrainedWeightsManifest): AsyncGenerator<Uint8Array> {
    const hash = createHash('sha256');
    for (let piece = 0; piece < manifest.pieces; piece += 1) {
      const found = await store.tryGet(objectKeys.weightsPiece(manifest.name, manifest.upload, piece));
      // Removed meanwhile is not damaged.
      if (found === undefined && (await tryManifest(manifest.name)) === undefined) throw missing(manifest.name);
      if (found === undefined)
        throw new PneumoError('weights_damaged', `A piece of the weights ${manifest.name} is gone.`);
      hash.update(found.bytes);
      yield found.bytes;
    }
    if (hash.digest('hex') !== manifest.sha256) {
      throw new PneumoError('weights_damaged', `The weights ${manifest.name} do not match their recorded hash.`);
    }
  }

  const readWhole = async (manifest: PretrainedWeightsManifest): Promise<Uint8Array> => {
    const whole = new Uint8Array(manifest.sizeBytes);
    let at = 0;
    for await (const chunk of chunksOf(manifest)) {
      if (at + chunk.length > whole.length) throw new PneumoError('weights_damaged');
      whole.set(chunk, at);
      at += chunk.length;
    }
    return whole;
  };

  const tryGet = async (name: PretrainedName): Promise<StoredWeights | undefined> => {
    const manifest = await tryManifest(name);
    if (manifest === undefined) return undefined;
    return { info: infoOf(manifest), chunks: () => chunksOf(manifest), read: () => readWhole(manifest) };
  };

  const meet = (stored: PretrainedWeightsManifest, { name, sha256 }: NewWeights): PretrainedWeightsInfo => {
    if (stored.sha256 === sha256) return infoOf(stored);
    throw new PneumoError(
      'weights_exist',
      `Other weights of ${name} are stored (SHA-256 ${stored.sha256.slice(0, 12)}…). Remove them first: \`pneumo weights remove ${name}\`.`,
    );
  };

  return {
    list: async () => {
      const found = await Promise.all(PRETRAINED_NAMES.map((name) => tryManifest(name)));
      return found.filter((manifest) => manifest !== undefined).map(infoOf);
    },
    tryGet,
    get: async (name) => {
      const found = await tryGet(name);
      if (found === undefined) throw missing(name);
      return found;
    },
    put: async (weights, bytes) => {
      const { name } = weights;
      const stored = await tryManifest(name);
      if (stored !== undefined) return { info: meet(stored, weights), created: false };
      await pieces.sweep(name);
      const upload = randomUUID();
      const stream = await pieces.store(weights, upload, bytes);
      const manifest: PretrainedWeightsManifest = {
        schemaVersion: SCHEMA_VERSION,
        ...weights,
        createdAt: new Date().toISOString(),
        ...stream,
        upload,
      };
      try {
        await store.putJson(objectKeys.weightsManifest(name), manifest, { ifNoneMatch: '*' });
        return { info: infoOf(manifest), created: true };
      } catch (error) {
        if (!(error instanceof PreconditionFailed)) throw error;
        const winner = await tryManifest(name);
        // A put that was answered with a fault and sent again meets its own manifest.
        if (winner?.upload !== upload) await pieces.remove(name, upload, stream.pieces).catch(() => undefined);
        if (winner === undefined) throw error;
        return { info: meet(winner, weights), created: winner.upload === upload };
      }
    },
    remove: async (name) => {
      const manifest = await tryManifest(name);
      if (manifest === undefined) throw missing(name);
      await store.delete(objectKeys.weightsManifest(name));
      await pieces.remove(name, manifest.upload, manifest.pieces);
    },
  };
};
