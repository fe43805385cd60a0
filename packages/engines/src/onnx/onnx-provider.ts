import { buildInferenceGraph, initialiseWeights, type NetworkDefinition, webgpuGaps } from '@pneumo/models';
import * as ort from 'onnxruntime-node';
import { sleepingThreads } from './sleeping-threads.ts';

/** What computes underneath ONNX Runtime. Operations that a GPU provider lacks run on the CPU. */
export type OnnxProvider = 'cpu' | 'cuda' | 'webgpu';

/** A provider that was asked for by name cannot be had on this machine. */
export class ProviderUnavailableError extends Error {
  override readonly name = 'ProviderUnavailableError';
}

const advice: Record<OnnxProvider, string> = {
  cpu: 'onnxruntime-node has no binary for this platform.',
  cuda: [
    'It needs Linux x64, an NVIDIA driver, CUDA 12 with cuDNN 9 on LD_LIBRARY_PATH, and the provider library: run',
    '`ONNXRUNTIME_NODE_INSTALL_CUDA=v12 node script/install.js` in the folder of onnxruntime-node (`pnpm rebuild` does the same',
    'where install scripts are allowed). Or set PNEUMO_PROVIDER to cpu.',
  ].join(' '),
  webgpu: [
    "It needs a Vulkan loader (libvulkan1) and a driver: the GPU vendor's, or Mesa 25 or newer (Debian 12: mesa-vulkan-drivers",
    'from bookworm-backports). Or set PNEUMO_PROVIDER to cpu.',
  ].join(' '),
};

/** The smallest network that a provider can be tried on. */
const probe: NetworkDefinition = {
  schemaVersion: 1,
  architecture: 'cnn',
  input: { height: 4, width: 4, channels: 1 },
  layers: [
    {
      kind: 'conv',
      name: 'conv',
      filters: 2,
      kernelSize: 3,
      stride: 1,
      padding: 'same',
      useBias: true,
      kernelInitializer: 'heNormal',
    },
    { kind: 'globalAveragePool', name: 'pool' },
    { kind: 'dense', name: 'logits', units: 2, kernelInitializer: 'heNormal' },
  ],
};

/** What a GPU provider cannot run is left to the CPU one. */
function executionProviders(
  model: Uint8Array,
  provider: OnnxProvider,
): readonly ort.InferenceSession.ExecutionProviderConfig[] {
  if (provider === 'cpu') return ['cpu'];
  const gaps = provider === 'webgpu' ? webgpuGaps(model) : [];
  return [gaps.length === 0 ? provider : { name: 'webgpu', forceCpuNodeNames: gaps }, 'cpu'];
}

interface SessionOptions {
  readonly provider: OnnxProvider;
  /** Of the CPU provider: all cores by default. */
  readonly threads?: number | undefined;
  /**
   * One block laid out in advance for a shape of input, as ONNX Runtime does by itself. Without it a training graph takes a third less
   * memory, since values of many sizes then share what is free, and some 2 % more time.
   */
  readonly planMemory?: boolean;
}

/** Opens a session on a provider. */
export function openSession(
  model: Uint8Array,
  { provider, threads, planMemory = true }: SessionOptions,
): Promise<ort.InferenceSession> {
  return ort.InferenceSession.create(model, {
    executionProviders: executionProviders(model, provider),
    interOpNumThreads: 1,
    enableMemPattern: planMemory,
    logSeverityLevel: 3,
    extra: sleepingThreads,
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
  });
}

async function tryProvider(provider: OnnxProvider): Promise<void> {
  const session = await openSession(buildInferenceGraph(probe, initialiseWeights(probe, 1)), { provider, threads: 1 });
  try {
    const images = new ort.Tensor('float32', new Float32Array(16).fill(1), [1, 4, 4, 1]);
    const { logits } = await session.run({ input: images });
    const values = await logits?.getData();
    if (!(values instanceof Float32Array) || !values.every(Number.isFinite)) throw new Error('it computes nothing');
  } finally {
    await session.release();
  }
}

/**
 * The provider that sessions will run on here, tried on a tiny network. `auto` takes CUDA where it works, else the CPU; WebGPU only by
 * name, since a software renderer, slower than the CPU provider, cannot be told from a GPU. A named one that does not work throws a
 * `ProviderUnavailableError` that says what to do.
 */
export async function chooseOnnxProvider(wanted: 'auto' | OnnxProvider): Promise<OnnxProvider> {
  if (wanted === 'cpu') return wanted;
  if (wanted === 'auto') {
    return tryProvider('cuda').then(
      () => 'cuda',
      () => 'cpu',
    );
  }
  try {
    await tryProvider(wanted);
    return wanted;
  } catch (cause) {
    const reason = (cause instanceof Error ? cause.message : String(cause)).replaceAll(/\s+/g, ' ').trim();
    throw new ProviderUnavailableError(
      `ONNX Runtime's ${wanted} provider is not available: ${reason}. ${advice[wanted]}`,
      { cause },
    );
  }
}
