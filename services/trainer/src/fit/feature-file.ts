import { closeSync, openSync, readSync, writeSync } from 'node:fs';

/** Features of rows on disk, float32. The operating system caches what is used again, so memory does not grow with the data. */
export interface FeatureFile {
  has(row: number): boolean;
  /** Of rows that are there: `[rows.length, size]`. */
  read(rows: readonly number[]): Float32Array;
  /** `features` is `[rows.length, size]`. */
  write(rows: readonly number[], features: Float32Array): void;
  close(): void;
}

/** Opens an empty file for the features, `size` numbers each, of up to `rowCount` rows; row i lies at byte `4 * i * size`. */
export const createFeatureFile = (
  path: string,
  { rowCount, size }: { rowCount: number; size: number },
): FeatureFile => {
  const rowBytes = size * Float32Array.BYTES_PER_ELEMENT;
  const present = new Uint8Array(rowCount);
  const descriptor = openSync(path, 'w+');
  return {
    has: (row) => present[row] === 1,
    read: (rows) => {
      const features = new Float32Array(rows.length * size);
      const bytes = new Uint8Array(features.buffer);
      rows.forEach((row, slot) => {
        if (present[row] !== 1) throw new Error(`No features of row ${row} were kept`);
        const count = readSync(descriptor, bytes, slot * rowBytes, rowBytes, row * rowBytes);
        if (count !== rowBytes) throw new Error(`The features of row ${row} end early`);
      });
      return features;
    },
    write: (rows, features) => {
      const bytes = new Uint8Array(features.buffer, features.byteOffset, features.byteLength);
      rows.forEach((row, slot) => {
        // One call may write less, on a disk that is nearly full.
        for (let done = 0; done < rowBytes; ) {
          done += writeSync(descriptor, bytes, slot * rowBytes + done, rowBytes - done, row * rowBytes + done);
        }
        present[row] = 1;
      });
    },
    close: () => closeSync(descriptor),
  };
};
