import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeCanonicalPng, encodePhantomJpeg, hashPixels } from '../../packages/imaging/src/index.ts';
import { drawPhantom } from '../../packages/imaging/src/pure/index.ts';
import { readLocalEnv, type Stack, startStack } from '../../packages/local/src/index.ts';
import { type Architecture, defineNetwork } from '../../packages/models/src/index.ts';
import { createObjectStore, objectKeys } from '../../packages/shared/src/runtime/index.ts';
import { storeVersion } from '../../services/inferencer/test/store-version.ts';
import type { LoadRequest } from './http-load.ts';

export interface ServedModel {
  readonly architecture: Architecture;
  readonly version: string;
  /** The same file that the inferencer loads, for the bare loop. */
  readonly modelPath: string;
  /** Of one image: `[height, width, channels]`. */
  readonly shape: readonly number[];
}

export interface ServingStack {
  readonly stack: Stack;
  readonly models: readonly ServedModel[];
  /** By `imageId` of a stored picture, or with the picture itself, as JPEG. */
  requests(model: ServedModel, how: 'json' | 'multipart'): LoadRequest[];
  close(): Promise<void>;
}

const PICTURES = 24;
const DEFAULT_IMAGE_SIZE = 256;
const PRINCIPAL = { workspace: 'default', keyId: 'bench', scopes: [] };

function form(fields: Readonly<Record<string, string>>, image: Uint8Array): LoadRequest {
  const boundary = 'pneumo-bench-serving';
  const texts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="image"; filename="film.jpg"\r\nContent-Type: image/jpeg\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(texts.join('') + head), image, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { contentType: `multipart/form-data; boundary=${boundary}`, body };
}

/** Starts everything that `npm start` starts, on a data folder of its own, with versions of random weights and stored pictures. */
export async function startServingStack(
  architectures: readonly Architecture[],
  {
    env,
    say,
    picture,
    imageSize = DEFAULT_IMAGE_SIZE,
  }: {
    readonly env: Record<string, string>;
    readonly say: (line: string) => void;
    /** In pixels. */
    readonly picture: { readonly width: number; readonly height: number };
    /** Side of what the networks take, in pixels. */
    readonly imageSize?: number;
  },
): Promise<ServingStack> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pneumo-bench-serving-'));
  const stack = await startStack({
    dataDir,
    inferencers: 1,
    trainers: 0,
    local: { ...readLocalEnv(), redisUrl: undefined, store: undefined },
    env: { PNEUMO_ADMIN_KEY_FILE: '', PNEUMO_STARTER_DIR: '', PNEUMO_LOG_LEVEL: 'warn', ...env },
    log: () => undefined,
    onLine: (service, line) => say(`${service} ${line}`),
  });
  const close = async (): Promise<void> => {
    await stack.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  const store = createObjectStore({ ...stack.s3 });
  try {
    const models: ServedModel[] = [];
    for (const [seed, architecture] of architectures.entries()) {
      const version = `${architecture}-bench`;
      await storeVersion(store, PRINCIPAL, version, seed, { architecture, imageSize, onnxOnly: true });
      const modelPath = join(dataDir, `${architecture}.onnx`);
      await writeFile(
        modelPath,
        (await store.get(objectKeys.versionFile(PRINCIPAL.workspace, version, 'model.onnx'))).bytes,
      );
      const { height, width, channels } = defineNetwork(architecture, { imageSize }).input;
      models.push({ architecture, version, modelPath, shape: [height, width, channels] });
    }
    const pictures = Array.from({ length: PICTURES }, (_, seed) =>
      drawPhantom({ seed, label: seed % 2 === 0 ? 'normal' : 'pneumonia', size: picture }),
    );
    const imageIds = pictures.map(({ pixels, width, height }) => hashPixels(pixels, width, height));
    for (const [index, drawn] of pictures.entries()) {
      await store.put(objectKeys.image(PRINCIPAL.workspace, imageIds[index]!), encodeCanonicalPng(drawn));
    }
    const jpegs = await Promise.all(pictures.map((drawn) => encodePhantomJpeg(drawn)));
    return {
      stack,
      models,
      requests: ({ version: model }, how) =>
        how === 'json'
          ? imageIds.map((imageId) => ({
              contentType: 'application/json',
              body: Buffer.from(JSON.stringify({ imageId, model })),
            }))
          : jpegs.map((jpeg) => form({ model }, jpeg)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  } finally {
    store.close();
  }
}
