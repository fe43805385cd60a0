import { createHash } from 'node:crypto';
import { decodeCanonicalPng, type GreyPicture } from '@pneumo/imaging';
import type { JobEvidence, PredictionResult } from '@pneumo/shared/contracts';
import type { CommandRun } from '../cli-context.ts';
import { type Check, check, checkHash, orFails } from './check.ts';
import { assertWholePng } from './png-chunks.ts';

/** Fetches the canonical image and hashes its pixels. */
export const checkImage = async (
  { api }: CommandRun,
  imageId: string,
): Promise<{ readonly check: Check; readonly picture?: GreyPicture }> => {
  const read = await orFails('image', async () => {
    const bytes = new Uint8Array(await (await api.send(`/v1/images/${imageId}`)).arrayBuffer());
    assertWholePng(bytes);
    return decodeCanonicalPng(bytes, { sha256: imageId });
  });
  if ('failed' in read) return { check: read.failed };
  const { width, height } = read.value;
  return { check: check('image', true, `pixels, ${width} x ${height}: ${imageId}`), picture: read.value };
};

/** Fetches the heat map, where the answer has one, and hashes it. */
export const checkHeatmap = async ({ api }: CommandRun, { record }: JobEvidence): Promise<Check[]> => {
  const { explanation } = record.result as PredictionResult;
  if (explanation === undefined) return [];
  const read = await orFails('heat map', async () =>
    createHash('sha256')
      .update(new Uint8Array(await (await api.send(explanation.heatmap)).arrayBuffer()))
      .digest('hex'),
  );
  return ['failed' in read ? read.failed : checkHash('heat map', read.value, explanation.sha256, 'bytes of the PNG')];
};
