import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Log } from '../log.ts';
import { type KeptProcess, keepProcess, readyMessage } from '../process/kept-process.ts';

export type ServiceKind = 'api' | 'inferencer' | 'trainer';

const services = new URL('../../../../services/', import.meta.url);
const entries: Record<ServiceKind, string> = {
  api: 'api/src/server.ts',
  inferencer: 'inferencer/src/main.ts',
  trainer: 'trainer/src/main.ts',
};
const readyTimeoutMs = 120_000;

export interface ServiceOptions {
  kind: ServiceKind;
  /** `inferencer`, `inferencer-2`: names its lines. */
  name: string;
  env: Record<string, string>;
  /** Gets each line that the service writes, as it wrote it. */
  onLine: (name: string, line: string) => void;
  log: Log;
  /** Called whenever a life of the service is ready. */
  onReady: (details: Record<string, unknown>) => void;
}

function forwardLines(child: ChildProcess, onLine: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream, crlfDelay: Infinity }).on('line', onLine);
  }
}

/** Starts a service with exactly this environment and keeps it running. Rejects when it ends before it is ready. */
export function startService(options: ServiceOptions): Promise<KeptProcess> {
  const { kind, name, env, log, onLine, onReady } = options;
  return keepProcess({
    name,
    log,
    spawn: () => {
      const child = fork(fileURLToPath(new URL(entries[kind], services)), {
        env,
        execArgv: ['--disable-warning=ExperimentalWarning'],
        // A process group of its own: Ctrl-C in the terminal reaches only the start, which stops everything in order.
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      });
      forwardLines(child, (line) => onLine(name, line));
      return child;
    },
    whenReady: async (child) => {
      const late = AbortSignal.timeout(readyTimeoutMs);
      const tooLate = new Promise<never>((_, reject) => {
        late.addEventListener('abort', () => reject(new Error(`${name} was not ready after ${readyTimeoutMs} ms`)));
      });
      onReady(await Promise.race([readyMessage(child), tooLate]));
    },
  });
}
