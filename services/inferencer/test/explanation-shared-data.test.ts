import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createInThreadInference, type InferenceEngine } from '@pneumo/engines';
import { canonicalise } from '@pneumo/imaging';
import { toModelInput } from '@pneumo/imaging/pure';
import {
  applyCalibration,
  createGradCam,
  createRandom,
  decodeSafetensors,
  type GradCam,
  headParameterNames,
  initialiseWeights,
  spreadMap,
  type Weights,
} from '@pneumo/models';
import type { VersionManifest } from '@pneumo/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { networkOf } from '../src/prediction/network-of.ts';
import { rankCorrelation } from './rank-correlation.ts';
import { hasSharedData, sharedFiles } from './shared-data.ts';

const POSITIVES = 30;
/** Of the picture's area. */
const DELETED = [0.05, 0.1, 0.2] as const;
const RANDOM_PLACES = 4;

const starterFile = (name: string): Promise<Buffer> =>
  readFile(fileURLToPath(new URL(`../../../packages/models/starter/${name}`, import.meta.url)));
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe.skipIf(!hasSharedData)('the starter version, on films with pneumonia that it was not trained on', () => {
  let manifest: VersionManifest;
  let weights: Weights;
  let gradCam: GradCam;
  let engine: InferenceEngine;
  let films: { readonly pixels: Float32Array; readonly activation: Float32Array; readonly difference: number }[];

  const run = async (
    pictures: readonly Float32Array[],
  ): Promise<{ difference: number; activation: Float32Array }[]> => {
    const size = pictures[0]!.length;
    const images = new Float32Array(pictures.length * size);
    pictures.forEach((picture, index) => images.set(picture, index * size));
    const { logits, activations } = await engine.infer(images, pictures.length, { activations: true });
    const part = activations!.data.length / pictures.length;
    return pictures.map((_, index) => ({
      difference: logits[2 * index + 1]! - logits[2 * index]!,
      activation: activations!.data.slice(index * part, (index + 1) * part),
    }));
  };

  beforeAll(async () => {
    manifest = JSON.parse((await starterFile('manifest.json')).toString()) as VersionManifest;
    const names = new Set(headParameterNames(networkOf(manifest)));
    ({ weights } = decodeSafetensors(await starterFile('weights.safetensors'), names));
    gradCam = createGradCam(networkOf(manifest), weights);
    engine = await createInThreadInference({ engine: 'onnx', model: await starterFile('model.onnx') });
    const known = new Set(manifest.dataset.trainedOn.images);
    films = [];
    // Spread over the patients, whose files lie side by side.
    const files = (await sharedFiles(['images-224/train/PNEUMONIA'])).filter((_, index) => index % 7 === 0);
    for (const file of files) {
      if (films.length === POSITIVES) break;
      const image = await canonicalise(await file.read());
      if (known.has(image.sha256)) continue;
      const pixels = toModelInput(image.pixels, image.width, image.height, manifest.preprocessing);
      const [seen] = await run([pixels.slice()]);
      films.push({ pixels, ...seen! });
    }
    expect(films).toHaveLength(POSITIVES);
  }, 120_000);
  afterAll(() => engine.close());

  it('loses its evidence faster where it looked than anywhere else', async () => {
    const side = manifest.preprocessing.imageSize;
    const random = createRandom('places');
    const probability = (difference: number): number => applyCalibration(manifest.calibration, difference);
    const lost: { there: number; elsewhere: number }[] = [];
    for (const share of DELETED) {
      const drops: { there: number; elsewhere: number }[] = [];
      for (const { pixels, activation, difference } of films) {
        const field = spreadMap(gradCam(activation), side, side);
        const deleted = [...field.keys()]
          .sort((a, b) => field[b]! - field[a]!)
          .slice(0, Math.round(share * field.length));
        const grey = mean([...pixels]);
        /** The same shape at another place, around the edges where it does not fit. */
        const without = (right: number, down: number): Float32Array => {
          const changed = pixels.slice();
          for (const at of deleted) {
            changed[((Math.floor(at / side) + down) % side) * side + ((at + right) % side)] = grey;
          }
          return changed;
        };
        const places = Array.from({ length: RANDOM_PLACES }, () => [random(), random()] as const);
        const [there, ...elsewhere] = await run([
          without(0, 0),
          ...places.map(([right, down]) => without(Math.floor(right * side), Math.floor(down * side))),
        ]);
        drops.push({
          there: difference - there!.difference,
          elsewhere: mean(elsewhere.map((other) => difference - other.difference)),
        });
        lost.push({
          there: probability(difference) - probability(there!.difference),
          elsewhere: mean(elsewhere.map((other) => probability(difference) - probability(other.difference))),
        });
      }
      expect(mean(drops.map(({ there }) => there))).toBeGreaterThan(1.5 * mean(drops.map((drop) => drop.elsewhere)));
    }
    // Over the whole curve: these films are so certain that little of them is no loss.
    expect(mean(lost.map(({ there }) => there))).toBeGreaterThan(2 * mean(lost.map(({ elsewhere }) => elsewhere)));
  }, 120_000);

  it('has other maps with a random head', () => {
    const network = networkOf(manifest);
    const correlations = Array.from({ length: 10 }, (_, seed) => {
      const other = createGradCam(
        network,
        new Map([...initialiseWeights(network, seed)].filter(([name]) => weights.has(name))),
      );
      return mean(films.map(({ activation }) => rankCorrelation(gradCam(activation).values, other(activation).values)));
    });
    expect(mean(correlations)).toBeLessThan(0.5);
  });
});
