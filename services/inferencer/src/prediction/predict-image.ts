import { toModelInputBytes } from '@pneumo/imaging/pure';
import type { SiteInForce } from '@pneumo/models';
import type { PredictionInput, PredictionResult } from '@pneumo/shared/contracts';
import { applyAbstention } from './apply-abstention.ts';
import { type Explained, explainPicture } from './explain-picture.ts';
import { judgePicture } from './judge-picture.ts';
import type { Lane } from './lanes.ts';
import { outcomeOf } from './outcome.ts';
import type { Picture } from './picture.ts';
import type { VersionInUse } from './version-cache.ts';

export interface PredictOptions extends Pick<PredictionInput, 'abstain' | 'abstainOn' | 'explain'> {
  readonly alias: string | null;
  /** What the site has set for this version. */
  readonly site: SiteInForce;
  readonly codeVersion: string;
  /** How soon the answer is wanted; `routine` by default. */
  readonly lane?: Lane;
}

export interface Predicted {
  /** Without the explanation, which names where it is kept. */
  readonly result: PredictionResult;
  /** Present when it was asked for. */
  readonly explained?: Explained;
}

/** One picture through one version: what single predictions, batches, shadows and verification share. */
export const predictImage = async (
  { manifest, engine, infer, abstention, gradCam }: VersionInUse,
  { imageId, pixels, width, height, film }: Picture,
  { alias, site, codeVersion, abstain, abstainOn, explain, lane = 'routine' }: PredictOptions,
): Promise<Predicted> => {
  const input = toModelInputBytes(pixels, width, height, manifest.preprocessing);
  const { logits, features, activations } = await infer(Float32Array.from(input), { lane, activations: explain });
  const answer = outcomeOf({
    manifest,
    site,
    alias,
    imageId,
    film,
    logits,
    engine: { name: engine.engine, provider: engine.provider, version: engine.version },
    codeVersion,
  });
  const side = manifest.preprocessing.imageSize;
  const findings = judgePicture(abstention, { input, side, width, height, features, film }, answer);
  const result = applyAbstention(answer, findings, { abstain, abstainOn });
  if (!explain) return { result };
  return { result, explained: await explainPicture(await gradCam(), activations, { width, height }, result.outcome) };
};
