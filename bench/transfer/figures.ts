import type { EpochTime } from './keras-peer.ts';

/** Middle, lowest and highest of some figures. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export const spreadOf = (values: readonly number[]): Spread => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return {
    median: (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2,
    low: sorted[0]!,
    high: sorted.at(-1)!,
  };
};

export const rateOf = ({ images, seconds }: EpochTime): number => images / seconds;

/** One rate over several epochs: all their images by all their time. */
export const jointRateOf = (epochs: readonly EpochTime[]): number =>
  epochs.reduce((sum, { images }) => sum + images, 0) / epochs.reduce((sum, { seconds }) => sum + seconds, 0);

export const cpuMsPerImage = ({ images, cpuSeconds }: EpochTime): number => (1000 * cpuSeconds) / images;
