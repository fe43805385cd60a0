import { PassThrough } from 'node:stream';
import type { CliContext } from '../src/cli-context.ts';
import type { CliEnv } from '../src/env.ts';
import { runCli } from '../src/run-cli.ts';

export interface CliAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export type TestEnv = Partial<CliEnv> & Pick<CliEnv, 'dataDir'>;

/** Surroundings that hold nothing but what a test gives. */
export const testContext = (env: TestEnv, stdout: PassThrough, stderr: PassThrough): CliContext => ({
  env: {
    callerDir: env.dataDir,
    server: undefined,
    apiKey: undefined,
    port: undefined,
    downloadDir: `${env.dataDir}/downloads`,
    services: { PATH: process.env.PATH },
    debug: false,
    ...env,
  },
  stdout,
  stderr,
  signal: new AbortController().signal,
});

/** Runs command lines in this process, on surroundings of its own. */
export const createTestCli =
  (env: TestEnv) =>
  async (...args: string[]): Promise<CliAnswer> => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const texts = { stdout: '', stderr: '' };
    stdout.on('data', (chunk: Buffer) => (texts.stdout += chunk.toString()));
    stderr.on('data', (chunk: Buffer) => (texts.stderr += chunk.toString()));
    const exitCode = await runCli(args, testContext(env, stdout, stderr));
    return { exitCode, ...texts };
  };
