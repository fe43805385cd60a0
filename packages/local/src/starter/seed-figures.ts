import type { Estimate, VersionManifest } from '@pneumo/shared/contracts';

interface SplitFigures {
  readonly images: number;
  readonly patients: number;
  readonly metrics: Readonly<Record<string, Estimate>>;
}

/** What one seed came to. */
export interface SeedFigures {
  readonly version: string;
  readonly manifest: VersionManifest;
  readonly validation: SplitFigures;
  readonly test: SplitFigures;
  readonly baselines: {
    readonly majority: { readonly accuracy: number | null };
    readonly thumbnail: { readonly auc: Estimate };
  };
}

/** From the bytes of a version's `manifest.json` and `metrics.json`. */
export function seedFiguresOf(manifestJson: Uint8Array, metricsJson: Uint8Array): SeedFigures {
  const parse = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString());
  const manifest = parse(manifestJson) as VersionManifest;
  const { validation, test, baselines } = parse(metricsJson) as Pick<SeedFigures, 'validation' | 'test' | 'baselines'>;
  return { version: manifest.version, manifest, validation, test, baselines };
}

/** The version that ships: of the highest AUC on validation. The sealed test has no say. */
export function bestSeed(figures: readonly SeedFigures[]): SeedFigures {
  const auc = ({ validation }: SeedFigures): number => validation.metrics['auc']?.value ?? 0;
  return figures.reduce((best, candidate) => (auc(candidate) > auc(best) ? candidate : best));
}

/** Mean and standard deviation (over n - 1) of a figure of the sealed test or of validation; null where a seed has none. */
export function spreadOf(
  figures: readonly SeedFigures[],
  split: 'validation' | 'test',
  metric: string,
): { readonly mean: number; readonly deviation: number } | null {
  const values = figures.map((seed) => seed[split].metrics[metric]?.value);
  if (!values.every((value): value is number => typeof value === 'number')) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)) };
}
