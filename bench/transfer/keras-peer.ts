import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What an epoch took. `cpuSeconds` is of the whole process, all threads: it tells less of what else the machine did meanwhile. */
export interface EpochTime {
  readonly images: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

export interface KerasPeer {
  /** Versions and the count of trainable numbers. */
  readonly about: { readonly keras: string; readonly tensorflow: string; readonly trainable: number };
  epoch(request: { readonly images: number; readonly batch: number }): Promise<EpochTime>;
  close(): void;
}

/** Starts the Keras side, which stays idle between requests. */
export const startKerasPeer = async (
  python: string,
  options: { readonly imageSize: number; readonly zoom: number; readonly turns: number; readonly grey: boolean },
): Promise<KerasPeer> => {
  const child = spawn(
    python,
    [
      join(import.meta.dirname, 'keras-peer.py'),
      ...['--size', String(options.imageSize), '--zoom', String(options.zoom), '--turns', String(options.turns)],
      ...(options.grey ? ['--grey'] : []),
    ],
    { stdio: ['pipe', 'pipe', 'ignore'] },
  );
  const ended = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`Keras ended with exit code ${code}`)));
  });
  ended.catch(() => undefined);
  const lines: AsyncIterator<string, undefined> = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<unknown> => {
    const { value } = await Promise.race([lines.next(), ended]);
    if (value === undefined) throw new Error('Keras ended');
    return JSON.parse(value);
  };
  const about = (await answer()) as KerasPeer['about'];
  return {
    about,
    epoch: async (request) => {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return (await answer()) as EpochTime;
    },
    close: () => child.kill(),
  };
};
