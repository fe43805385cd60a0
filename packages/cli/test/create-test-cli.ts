import { PassThrough } from 'node:stream';
import type { CliEnv } from '../src/env.ts';
import { runCli } from '../src/run-cli.ts';

export interface CliAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs command lines in this process, on surroundings of its own. */
export const createTestCli =
  (env: Partial<CliEnv> & Pick<CliEnv, 'dataDir'>) =>
  async (...args: string[]): Promise<CliAnswer> => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const texts = { stdout: '', stderr: '' };
    stdout.on('data', (chunk: Buffer) => (texts.stdout += chunk.toString()));
    stderr.on('data', (chunk: Buffer) => (texts.stderr += chunk.toString()));
    const exitCode = await runCli(args, {
      env: {
        callerDir: env.dataDir,
        server: undefined,
        apiKey: undefined,
        port: undefined,
        downloadDir: `${env.dataDir}/downloads`,
        debug: false,
        ...env,
      },
      stdout,
      stderr,
      signal: new AbortController().signal,
    });
    return { exitCode, ...texts };
  };
