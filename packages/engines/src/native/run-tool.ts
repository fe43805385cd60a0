import { spawn } from 'node:child_process';
import { BuildFailed } from './build-failed.ts';

/** Runs a program with its output on ours. Throws `BuildFailed` with `advice` where it is missing or fails. */
export async function runTool(program: string, args: readonly string[], advice: string): Promise<void> {
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (exitCode, signal) => resolve(exitCode ?? signal ?? 'no exit code'));
  });
  if (code !== 0) throw new BuildFailed(`${program} failed (${code}). ${advice}`);
}
