import { pathToFileURL } from 'node:url';
import type * as enginesPackage from '../../packages/engines/src/index.ts';
import type * as modelsPackage from '../../packages/models/src/index.ts';

/** What a run measures; the first message that it gets. */
export interface StepsToMeasure {
  readonly root: string;
  readonly backend: enginesPackage.TrainingBackend;
  readonly provider: 'cpu' | 'cuda' | 'webgpu';
  readonly architecture: modelsPackage.Architecture;
  readonly imageSize: number;
  readonly batchSize: number;
  readonly microBatch: number;
  readonly threads: number;
  readonly steps: number;
}

export interface MeasuredSteps {
  readonly wallMs: readonly number[];
  readonly cpuMs: readonly number[];
  readonly lastLoss: number;
  readonly microBatch: number;
  readonly peakMemoryBytes: number;
}

// One process per run: its peak memory is that of this training alone. The code is that of `root`, so that two checkouts can be compared.
process.once('message', (given) => {
  void measure(given as StepsToMeasure).then((result) => process.send?.(result, () => process.exit(0)));
});

async function measure(given: StepsToMeasure): Promise<MeasuredSteps> {
  const { root, architecture, imageSize, batchSize, backend, provider, microBatch, threads, steps } = given;
  const load = (name: string): Promise<unknown> => import(pathToFileURL(`${root}/packages/${name}/src/index.ts`).href);
  const models = (await load('models')) as typeof modelsPackage;
  const engines = (await load('engines')) as typeof enginesPackage;
  const whole = models.defineNetwork(architecture, { imageSize });
  const definition = whole.trunk === undefined ? whole : models.splitNetwork(whole).head;
  const engine = await engines.createTrainingEngine({
    definition,
    weights: models.initialiseWeights(definition, 1),
    batchSize,
    seed: 1,
    backend,
    provider,
    threads,
    microBatchSize: microBatch,
  });
  const { height, width, channels } = definition.input;
  const random = models.createRandom('bench');
  const images = new Float32Array(batchSize * height * width * channels).map(() => random() * 255);
  const labels = Uint8Array.from({ length: batchSize }, (_, index) => index % 2);
  const wallMs: number[] = [];
  const cpuMs: number[] = [];
  let lastLoss = Number.NaN;
  // The first step, which plans memory, is not counted.
  for (let step = 0; step <= steps; step++) {
    const startedMs = performance.now();
    const startedCpu = process.cpuUsage();
    lastLoss = (await engine.step({ images, labels }, { learningRate: 1e-3 })).loss;
    const cpu = process.cpuUsage(startedCpu);
    if (step === 0) continue;
    wallMs.push(performance.now() - startedMs);
    cpuMs.push((cpu.user + cpu.system) / 1_000);
  }
  return {
    wallMs,
    cpuMs,
    lastLoss,
    microBatch: engine.microBatchSize,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1_024,
  };
}
