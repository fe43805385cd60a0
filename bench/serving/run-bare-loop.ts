import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { BareLoop, Measured } from './bare-loop.ts';
import type { ServedModel } from './serving-stack.ts';

/** Runs the bare loop in a process of its own. */
export async function runBareLoop(
  { modelPath, shape }: ServedModel,
  { batch, seconds }: { readonly batch: number; readonly seconds: number },
): Promise<Measured> {
  const child = fork(join(import.meta.dirname, 'bare-loop.ts'), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error('The bare loop ended without a result');
  });
  const given: BareLoop = { modelPath, shape, batch, seconds };
  child.send(given);
  const [result] = (await Promise.race([once(child, 'message'), ended])) as [Measured];
  await ended.catch(() => undefined);
  return result;
}
