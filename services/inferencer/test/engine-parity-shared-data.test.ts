import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chooseOnnxProvider, createInThreadInference, type InferenceConfig, type OnnxProvider } from '@pneumo/engines';
import { canonicalise } from '@pneumo/imaging';
import { toModelInputBytes } from '@pneumo/imaging/pure';
import type { VersionManifest } from '@pneumo/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasSharedData, sharedFiles } from './shared-data.ts';

const FILMS = 50;
/** What a version may differ by when it is published; see docs/architecture.md. */
const MOST = 1e-3;
const PEER = 'onnx on cpu';
const PROVIDERS: readonly OnnxProvider[] = ['cpu', 'cuda', 'webgpu'];

const starterFile = (name: string): Promise<Buffer> =>
  readFile(fileURLToPath(new URL(`../../../packages/models/starter/${name}`, import.meta.url)));

const present: { readonly name: string; readonly config: InferenceConfig }[] = [];
if (hasSharedData) {
  const model = await starterFile('model.onnx');
  for (const provider of PROVIDERS) {
    const works = await chooseOnnxProvider(provider).then(
      () => true,
      () => false,
    );
    if (works) present.push({ name: `onnx on ${provider}`, config: { engine: 'onnx', model, provider } });
  }
  const names = ['model.json', 'group1-shard1of1.bin'];
  const files = new Map<string, Uint8Array>();
  for (const name of names) files.set(name, await starterFile(`tfjs/${name}`));
  present.push({ name: 'tensorflow', config: { engine: 'tensorflow', files } });
}

describe.skipIf(!hasSharedData)('the starter version on 50 films, in every engine that is present', () => {
  let images: Float32Array;
  const answers = new Map<string, number[]>();

  beforeAll(async () => {
    const manifest = JSON.parse((await starterFile('manifest.json')).toString()) as VersionManifest;
    const side = manifest.preprocessing.imageSize;
    const films = await sharedFiles(['images-224/test']);
    images = new Float32Array(FILMS * side * side);
    for (let index = 0; index < FILMS; index += 1) {
      // Every sixth, so that both classes are among them.
      const { pixels, width, height } = await canonicalise(await films[index * 6]!.read());
      images.set(toModelInputBytes(pixels, width, height, manifest.preprocessing), index * side * side);
    }
    for (const { name, config } of present) {
      const engine = await createInThreadInference(config);
      const { logits } = await engine.infer(images.slice(), FILMS);
      await engine.close();
      answers.set(
        name,
        Array.from({ length: FILMS }, (_, index) => 1 / (1 + Math.exp(logits[2 * index]! - logits[2 * index + 1]!))),
      );
    }
  }, 120_000);
  afterAll(() => process.stdout.write(`compared: ${[...answers.keys()].join(', ')}\n`));

  it('tells the films apart', () => {
    const onnx = answers.get(PEER)!;
    expect(Math.min(...onnx)).toBeLessThan(0.2);
    expect(Math.max(...onnx)).toBeGreaterThan(0.8);
  });

  const others = present.map(({ name }) => name).filter((name) => name !== PEER);
  it.each(others)(`gives the same probabilities within ${MOST}: %s`, (name) => {
    const onnx = answers.get(PEER)!;
    answers.get(name)!.forEach((value, index) => expect(Math.abs(value - onnx[index]!)).toBeLessThan(MOST));
  });
});
