import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { CliEnv } from '../env.ts';
import { type Finding, fault, messageLine, ok, warning } from './finding.ts';

const run = promisify(execFile);
const PROBE = fileURLToPath(new URL('probe-engine.ts', import.meta.url));
/** Longer than loading takes on a machine that has much to do. */
const PROBE_TIMEOUT_MS = 120_000;

interface ProbeAnswer {
  readonly works: boolean;
  readonly detail: string;
}

/** Tries one thing in a process of its own, on whose end everything else goes on. */
const probe = async (args: readonly string[], { services }: CliEnv): Promise<ProbeAnswer> => {
  try {
    const { stdout } = await run(process.execPath, ['--disable-warning=ExperimentalWarning', PROBE, ...args], {
      env: services,
      timeout: PROBE_TIMEOUT_MS,
    });
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as ProbeAnswer;
  } catch (error) {
    return { works: false, detail: messageLine(error).slice(0, 300) };
  }
};

const checkInference = async (env: CliEnv): Promise<Finding> => {
  const { works, detail } = await probe(['inference'], env);
  return works
    ? ok('inference engine', detail)
    : fault(
        'inference engine',
        messageLine(detail),
        'Install the dependencies anew: remove node_modules and run npm start.',
      );
};

const checkTraining = async (env: CliEnv): Promise<Finding> => {
  const wanted = env.services.PNEUMO_BACKEND || 'auto';
  const { works, detail } = await probe(['training', wanted], env);
  if (!works) return fault('training backend', messageLine(detail), 'Unset PNEUMO_BACKEND, or install what it names.');
  const native = 'native TensorFlow is not built (pnpm native:tensorflow would)';
  return ok('training backend', detail === 'onnx' && wanted === 'auto' ? `onnx; ${native}` : detail);
};

/** A GPU provider of ONNX Runtime: a fault only where it is asked for by name. */
const checkProvider = async (provider: 'cuda' | 'webgpu', env: CliEnv, isLikely: boolean): Promise<Finding> => {
  const name = `onnx ${provider}`;
  const { works, detail } = await probe([provider], env);
  if (works) return ok(name, `works; PNEUMO_PROVIDER=${provider} uses it`);
  const mend = 'Or leave PNEUMO_PROVIDER unset: the CPU computes.';
  if (env.services.PNEUMO_PROVIDER === provider) return fault(name, messageLine(detail), mend);
  return isLikely ? warning(name, messageLine(detail), mend) : ok(name, 'not available; not needed');
};

/** What computes here, each really tried. */
export const checkEngines = (env: CliEnv, gpus: readonly string[]): Promise<Finding[]> =>
  Promise.all([
    checkInference(env),
    checkTraining(env),
    checkProvider('cuda', env, gpus.length > 0),
    checkProvider('webgpu', env, false),
  ]);
