import { createInThreadInference, createTrainingEngine } from '@pneumo/engines';
import { drawPhantom, type Phantom } from '@pneumo/imaging/pure';
import {
  buildInferenceGraph,
  createGradCam,
  createRandom,
  defineNetwork,
  headParameterNames,
  initialiseWeights,
  type NetworkDefinition,
  rocAuc,
  shuffle,
  spreadMap,
  type Weights,
} from '@pneumo/models';
import { beforeAll, describe, expect, it } from 'vitest';
import { rankCorrelation } from './rank-correlation.ts';

const SIDE = 96;
const BATCH = 16;
const EPOCHS = 10;
const PAIRS = 100;

/** `compact` without its last two stages: a map of 12 x 12 on pictures this small, and trained in seconds. */
const compact = defineNetwork('compact', { imageSize: SIDE });
const network: NetworkDefinition = {
  ...compact,
  layers: compact.layers.filter(({ name }) => !/^stage[34]/.test(name)),
};

const draw = (seed: number | string, label: Phantom['label']): Phantom =>
  drawPhantom({ seed, label, size: { width: SIDE, height: SIDE } });
const pairs = (name: string, count: number): Phantom[] =>
  Array.from({ length: 2 * count }, (_, index) =>
    draw(`${name} ${Math.floor(index / 2)}`, index % 2 === 0 ? 'normal' : 'pneumonia'),
  );

/** Pixels as the network takes them, mirrored or not. */
const pixelsOf = ({ pixels }: Phantom, isMirrored: boolean): Float32Array =>
  Float32Array.from(pixels, (_, at) => pixels[isMirrored ? at - (at % SIDE) + SIDE - 1 - (at % SIDE) : at]!);

const train = async (): Promise<Weights> => {
  const phantoms = pairs('train', PAIRS);
  const weights = initialiseWeights(network, 1);
  const engine = await createTrainingEngine({
    definition: network,
    weights,
    batchSize: BATCH,
    seed: 1,
    backend: 'onnx',
  });
  const random = createRandom('order');
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const order = shuffle([...phantoms.keys()], random);
    for (let from = 0; from + BATCH <= order.length; from += BATCH) {
      const images = new Float32Array(BATCH * SIDE * SIDE);
      const labels = new Uint8Array(BATCH);
      order.slice(from, from + BATCH).forEach((at, row) => {
        images.set(pixelsOf(phantoms[at]!, random() < 0.5), row * SIDE * SIDE);
        labels[row] = at % 2;
      });
      await engine.step({ images, labels }, { learningRate: 0.004 * (1 - epoch / EPOCHS) });
    }
  }
  const trained = await engine.weights();
  await engine.close();
  return trained;
};

interface Seen {
  readonly phantom: Phantom;
  readonly difference: number;
  readonly activation: Float32Array;
}

let weights: Weights;
let seen: Seen[];
let positives: Seen[];

beforeAll(async () => {
  weights = await train();
  const engine = await createInThreadInference({ engine: 'onnx', model: buildInferenceGraph(network, weights) });
  seen = [];
  for (const phantom of pairs('held out', 40)) {
    const { logits, activations } = await engine.infer(pixelsOf(phantom, false), 1, { activations: true });
    seen.push({ phantom, difference: logits[1]! - logits[0]!, activation: activations!.data });
  }
  await engine.close();
  positives = seen.filter(({ phantom }) => phantom.label === 'pneumonia');
}, 120_000);

const isInside = ({ opacities }: Phantom, x: number, y: number, widened = 1): boolean =>
  opacities.some(
    ({ cx, cy, radiusX, radiusY }) => ((x - cx) / radiusX) ** 2 + ((y - cy) / radiusY) ** 2 <= widened ** 2,
  );
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('a network that learned to see planted opacities', () => {
  it('did learn it', () => {
    const labels = seen.map(({ phantom }) => (phantom.label === 'pneumonia' ? 1 : 0));
    const scores = seen.map(({ difference }) => difference);
    expect(rocAuc(scores, labels)).toBeGreaterThan(0.8);
  });

  it('looked at them: the mass of its maps lies on the opacities', () => {
    const gradCam = createGradCam(network, weights);
    const found = positives.map(({ phantom, activation }) => {
      const field = spreadMap(gradCam(activation), SIDE, SIDE);
      let [mass, massInside, pixelsInside, peak] = [0, 0, 0, 0];
      field.forEach((value, pixel) => {
        mass += value;
        if (value > field[peak]!) peak = pixel;
        if (!isInside(phantom, (pixel % SIDE) + 0.5, Math.floor(pixel / SIDE) + 0.5)) return;
        massInside += value;
        pixelsInside += 1;
      });
      return {
        times: mass === 0 ? 0 : massInside / mass / (pixelsInside / field.length),
        isPeakOn: isInside(phantom, (peak % SIDE) + 0.5, Math.floor(peak / SIDE) + 0.5, 1.25),
        share: pixelsInside / field.length,
      };
    });
    // Were the maps blind to the opacities, the first would be 1, and the second about the share of the area.
    expect(mean(found.map(({ times }) => times))).toBeGreaterThan(2);
    expect(mean(found.map(({ share }) => share))).toBeLessThan(0.25);
    expect(found.filter(({ isPeakOn }) => isPeakOn).length / found.length).toBeGreaterThan(0.6);
  });

  it('has other maps when the weights of its head are others, and the same when they hardly are', () => {
    const map = createGradCam(network, weights);
    const names = new Set(headParameterNames(network));
    const correlationWith = (changed: Weights): number => {
      const other = createGradCam(network, changed);
      return mean(positives.map(({ activation }) => rankCorrelation(map(activation).values, other(activation).values)));
    };
    const random = createRandom('nudge');
    const nudged: Weights = new Map(
      [...weights].map(([name, { shape, data }]) => [
        name,
        { shape, data: names.has(name) ? data.map((value) => value * (1 + 0.02 * (random() - 0.5))) : data },
      ]),
    );
    expect(correlationWith(nudged)).toBeGreaterThan(0.98);
    const randomised = Array.from({ length: 10 }, (_, seed) =>
      correlationWith(
        new Map([...weights, ...[...initialiseWeights(network, seed)].filter(([name]) => names.has(name))]),
      ),
    );
    expect(mean(randomised)).toBeLessThan(0.5);
  });
});
