import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  chooseOnnxProvider,
  chooseTrainingBackend,
  createInThreadInference,
  createTrainingEngine,
} from '@pneumo/engines';
import { drawPhantom, preprocessingFor, toModelInput } from '@pneumo/imaging/pure';
import { createRandom, defineNetwork, initialiseWeights } from '@pneumo/models';

// A process of its own: what loads drivers can end it, and says so by that.

const STARTER = fileURLToPath(new URL('../../../models/starter/model.onnx', import.meta.url));
const STARTER_SIDE = 224;
const BATCH = 4;

type Backend = Parameters<typeof chooseTrainingBackend>[0];

/** Asks the starter version about a phantom. */
const infer = async (): Promise<string> => {
  const engine = await createInThreadInference({ engine: 'onnx', model: await readFile(STARTER) });
  const { pixels, width, height } = drawPhantom({ seed: 1, label: 'normal' });
  const input = toModelInput(pixels, width, height, preprocessingFor(STARTER_SIDE));
  const startedMs = performance.now();
  const { logits } = await engine.infer(input, 1);
  const ms = performance.now() - startedMs;
  if (!logits.every(Number.isFinite)) throw new Error('its answer is no number');
  return `ONNX Runtime ${engine.version} on ${engine.provider}: one film in ${ms.toFixed(0)} ms`;
};

/** Takes one step of a small network. */
const train = async (wanted: Backend): Promise<string> => {
  const backend = await chooseTrainingBackend(wanted);
  const definition = defineNetwork('compact', { imageSize: 32 });
  const weights = initialiseWeights(definition, 1);
  const engine = await createTrainingEngine({ definition, weights, batchSize: BATCH, seed: 1, backend });
  const random = createRandom(1);
  const images = new Float32Array(BATCH * 32 * 32).map(() => random() * 255);
  const { loss } = await engine.step({ images, labels: Uint8Array.from([0, 1, 0, 1]) }, { learningRate: 1e-3 });
  if (!Number.isFinite(loss)) throw new Error('its loss is no number');
  return backend;
};

const [what = '', option = 'auto'] = process.argv.slice(2);
const probes: Record<string, () => Promise<string>> = {
  inference: infer,
  training: () => train(option as Backend),
  cuda: () => chooseOnnxProvider('cuda'),
  webgpu: () => chooseOnnxProvider('webgpu'),
};
let answer: { works: boolean; detail: string };
try {
  answer = { works: true, detail: await probes[what]!() };
} catch (error) {
  answer = { works: false, detail: error instanceof Error ? error.message : String(error) };
}
process.stdout.write(`\n${JSON.stringify(answer)}\n`, () => process.exit(0));
