import { toModelInput } from '@pneumo/imaging/pure';
import type { CommissionedPoint, PredictionInput, PredictionResult } from '@pneumo/shared/contracts';
import { outcomeOf } from './outcome.ts';
import type { VersionInUse } from './version-cache.ts';

/** A canonical image, and what the request says about it. */
export interface Picture {
  readonly imageId: string;
  /** One byte per pixel, row by row. */
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly film?: PredictionInput['film'];
}

export interface PredictOptions extends Pick<PredictionInput, 'abstain' | 'abstainOn' | 'explain'> {
  readonly alias: string | null;
  /** What the site has signed off for this version. */
  readonly site: CommissionedPoint | undefined;
  readonly codeVersion: string;
}

export interface Predicted {
  readonly result: PredictionResult;
}

/** One picture through one version: what single predictions, batches, shadows and verification share. */
export const predictImage = async (
  { manifest, engine, infer }: VersionInUse,
  { imageId, pixels, width, height }: Picture,
  { alias, site, codeVersion }: PredictOptions,
): Promise<Predicted> => {
  const { logits } = await infer(toModelInput(pixels, width, height, manifest.preprocessing));
  const result = outcomeOf({
    manifest,
    site,
    alias,
    imageId,
    logits,
    engine: { name: engine.engine, provider: engine.provider, version: engine.version },
    codeVersion,
  });
  return { result };
};
