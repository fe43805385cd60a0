import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ImageConfig } from '../images/parse-dockerfile.ts';
import type { ImageService } from './image-services.ts';
import type { Account } from './run-as.ts';

export interface ImageProcess {
  readonly name: ImageService;
  readonly pid: number;
  /** Its last lines. */
  readonly lines: string[];
  /** Rejects when it ends before it was told to. */
  readonly ended: Promise<never>;
  /** SIGTERM, as a container's end; resolves with the exit code. */
  stop(): Promise<number | null>;
}

const LINES_KEPT = 60;

export interface ImageProcessOptions {
  readonly service: ImageService;
  /** The folder that lies under `/app` in the image. */
  readonly folder: string;
  readonly node: string;
  readonly image: ImageConfig;
  readonly account: Account;
  /** What the image does not set itself. */
  readonly environment: Record<string, string>;
}

/** Starts a service as its image does: the same command, variables and working folder, without tini, which is not everywhere. */
export const startImageProcess = (options: ImageProcessOptions): ImageProcess => {
  const { service, folder, node, image, account, environment } = options;
  const isInit = image.entrypoint[0]?.endsWith('tini') === true;
  const [program, ...args] = [...image.entrypoint.slice(isInit ? 2 : 0), ...image.command];
  if (program !== 'node') throw new Error(`the image of ${service} starts ${program}, not node`);
  const own = Object.entries(image.environment).map(([name, value]): [string, string] => [
    name,
    value.replace(/^\/app\b/, folder),
  ]);
  const child: ChildProcess = spawn(node, args, {
    cwd: folder,
    env: { PATH: join(node, '..'), ...Object.fromEntries(own), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...account.ids,
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > LINES_KEPT) lines.shift();
    });
  }
  let isStopping = false;
  const exited: Promise<unknown> = once(child, 'exit');
  const ended = exited.then(() => {
    if (isStopping) return new Promise<never>(() => undefined);
    throw new Error(`${service} ended by itself with ${child.exitCode ?? child.signalCode}:\n${lines.join('\n')}`);
  });
  // Whoever waits for something else hears of it later.
  ended.catch(() => undefined);
  return {
    name: service,
    pid: child.pid ?? 0,
    lines,
    ended,
    stop: async () => {
      isStopping = true;
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exited;
      return child.exitCode;
    },
  };
};
