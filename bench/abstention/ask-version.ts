import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInThreadInference } from '../../packages/engines/src/index.ts';
import { canonicalise, type GreyPicture, hashPixels } from '../../packages/imaging/src/index.ts';
import type { PredictionResult, VersionManifest } from '../../packages/shared/src/contracts/index.ts';
import { openAbstention } from '../../services/inferencer/src/prediction/open-abstention.ts';
import { predictImage } from '../../services/inferencer/src/prediction/predict-image.ts';

export interface AskedVersion {
  readonly manifest: VersionManifest;
  /** As the inferencer answers, with the default policy. */
  ask(picture: GreyPicture): Promise<PredictionResult>;
  close(): Promise<void>;
}

/** Opens a version's folder; throws an Error where a file is not what its manifest says. */
export const openAskedVersion = async (folder: string): Promise<AskedVersion> => {
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as VersionManifest;
  const read = async (name: string): Promise<Buffer> => {
    const bytes = await readFile(join(folder, name));
    if (createHash('sha256').update(bytes).digest('hex') !== manifest.files[name]?.sha256) {
      throw new Error(`${folder}: ${name} does not match its recorded hash.`);
    }
    return bytes;
  };
  const abstention = await openAbstention(manifest, read);
  const engine = await createInThreadInference({ engine: 'onnx', model: await read('model.onnx'), threads: 1 });
  const inUse: Parameters<typeof predictImage>[0] = {
    manifest,
    engine,
    abstention,
    infer: async (input) => {
      const { logits, features } = await engine.infer(input, 1);
      return { logits: [logits[0]!, logits[1]!], features };
    },
    gradCam: () => Promise.reject(new Error('No heat map is asked for here.')),
  };
  return {
    manifest,
    ask: async (picture) => {
      const { pixels, width, height } = picture;
      const { result } = await predictImage(
        inUse,
        { ...picture, imageId: hashPixels(pixels, width, height) },
        {
          alias: null,
          site: { commissioned: undefined, prevalence: null },
          abstain: true,
          explain: false,
          codeVersion: 'bench',
        },
      );
      return result;
    },
    close: () => engine.close(),
  };
};

/** A picture file as the gateway stores it. */
export const readPicture = async (path: string): Promise<GreyPicture> => {
  const { pixels, width, height } = await canonicalise(await readFile(path));
  return { pixels, width, height };
};
