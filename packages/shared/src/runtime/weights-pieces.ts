import { createHash } from 'node:crypto';
import type { PretrainedName } from '../contracts/index.ts';
import { PneumoError } from './errors.ts';
import { objectKeys } from './object-keys.ts';
import type { ObjectStore } from './object-store.ts';

/** minio-js copies a whole put, so that one upload costs twice this in memory. */
const PIECE_BYTES = 32 * 2 ** 20;
/** Pieces of no stored weights that are older than this were left by an upload that was cut off. */
const ABANDONED_MS = 24 * 3_600_000;

/** The bytes of pretrained weights, in pieces under an upload of their own, so that two uploads never meet. */
export interface WeightsPieces {
  /** Holds one piece in memory. Throws `weights_invalid` when the bytes do not hash to `sha256`; on a fault nothing stays behind. */
  store(
    weights: { readonly name: PretrainedName; readonly sha256: string },
    upload: string,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<{ pieces: number; sizeBytes: number }>;
  remove(name: PretrainedName, upload: string, pieces: number): Promise<void>;
  /** Removes what earlier uploads left, for a name that nothing is stored of. */
  sweep(name: PretrainedName): Promise<void>;
}

export const createWeightsPieces = (store: ObjectStore): WeightsPieces => {
  const remove = async (name: PretrainedName, upload: string, pieces: number): Promise<void> => {
    for (let piece = 0; piece < pieces; piece += 1) await store.delete(objectKeys.weightsPiece(name, upload, piece));
  };

  return {
    remove,
    sweep: async (name) => {
      for await (const { key, lastModified } of store.list(objectKeys.weightsPieces(name))) {
        if (Date.now() - lastModified.getTime() > ABANDONED_MS) await store.delete(key);
      }
    },
    store: async ({ name, sha256 }, upload, bytes) => {
      const piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
      const hash = createHash('sha256');
      let [filled, pieces, sizeBytes] = [0, 0, 0];
      const flush = async (): Promise<void> => {
        // Counted first, so that a put whose answer was lost is cleared up as well.
        pieces += 1;
        await store.put(objectKeys.weightsPiece(name, upload, pieces - 1), piece.subarray(0, filled));
        filled = 0;
      };
      try {
        for await (const chunk of bytes) {
          hash.update(chunk);
          sizeBytes += chunk.length;
          for (let taken = 0; taken < chunk.length; ) {
            const part = chunk.subarray(taken, taken + PIECE_BYTES - filled);
            piece.set(part, filled);
            taken += part.length;
            filled += part.length;
            if (filled === PIECE_BYTES) await flush();
          }
        }
        if (filled > 0) await flush();
        const seen = hash.digest('hex');
        if (seen !== sha256) {
          throw new PneumoError('weights_invalid', `The file hashes to ${seen}, not to ${sha256}: send it again.`);
        }
        return { pieces, sizeBytes };
      } catch (error) {
        await remove(name, upload, pieces).catch(() => undefined);
        throw error;
      }
    },
  };
};
