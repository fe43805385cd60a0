import type { Estimate } from '@pneumo/shared/contracts';
import { createRandom } from '../random/create-random.ts';

export const DEFAULT_RESAMPLES = 2000;

/** How often each item was drawn. The array is reused from one call to the next. */
export type ResampleWeights = Uint32Array;

export interface BootstrapOptions {
  /** Cluster of each item: the patient of each image. */
  readonly clusters: readonly string[];
  readonly seed: string | number;
  readonly resamples?: number | undefined;
}

/**
 * The statistic on the sample with its 95 % percentile interval, whole clusters drawn with replacement: images of one patient are not
 * independent. No interval (nulls) with fewer than two clusters, where the statistic itself is null, or null on more than half of the resamples.
 * For a paired comparison, let the statistic take both on the same weights.
 */
export function clusteredBootstrap(
  options: BootstrapOptions & { readonly statistic: (weights: ResampleWeights) => number | null },
): Estimate {
  const { statistic, ...rest } = options;
  return clusteredBootstrapOfAll({ ...rest, statistics: (weights) => ({ only: statistic(weights) }) }).only;
}

/** The same for several statistics on the same resamples, which may share work. The function must return the same keys each time. */
export function clusteredBootstrapOfAll<K extends string>(
  options: BootstrapOptions & { readonly statistics: (weights: ResampleWeights) => Readonly<Record<K, number | null>> },
): Record<K, Estimate> {
  const { clusters, statistics, seed, resamples = DEFAULT_RESAMPLES } = options;
  const idByCluster = new Map<string, number>();
  const clusterOf = Uint32Array.from(clusters, (cluster) => {
    const id = idByCluster.get(cluster) ?? idByCluster.size;
    idByCluster.set(cluster, id);
    return id;
  });
  const clusterCount = idByCluster.size;
  const weights = new Uint32Array(clusters.length).fill(1);
  const observed = statistics(weights);
  const keys = Object.keys(observed) as K[];
  const samples = new Map<K, number[]>(keys.map((key) => [key, []]));

  if (clusterCount >= 2) {
    const random = createRandom(seed);
    const draws = new Uint32Array(clusterCount);
    for (let resample = 0; resample < resamples; resample++) {
      draws.fill(0);
      for (let i = 0; i < clusterCount; i++) draws[Math.floor(random() * clusterCount)]! += 1;
      for (let i = 0; i < weights.length; i++) weights[i] = draws[clusterOf[i]!]!;
      const drawn = statistics(weights);
      for (const key of keys) {
        const value = drawn[key];
        if (value !== null) samples.get(key)!.push(value);
      }
    }
  }
  const estimates = keys.map((key): [K, Estimate] => [key, estimateOf(observed[key], samples.get(key)!, resamples)]);
  return Object.fromEntries(estimates) as Record<K, Estimate>;
}

function estimateOf(value: number | null, drawn: number[], resamples: number): Estimate {
  if (value === null || drawn.length === 0 || drawn.length < resamples / 2) return { value, low: null, high: null };
  const sorted = Float64Array.from(drawn).sort();
  return { value, low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
}

function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (sorted[above]! - sorted[below]!) * (position - below);
}
