import { spawn } from 'node:child_process';

export interface CommandResult {
  /** Exit code; null when a signal ended it or it could not be started. */
  code: number | null;
  /** The last 4,000 characters of what it wrote on both outputs. */
  tail: string;
}

const tailLength = 4000;

/** Runs a command to its end and never throws: a command that cannot start has code null and its reason as tail. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; timeoutMs?: number } = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.env && { env: options.env }),
      ...(options.timeoutMs !== undefined && { timeout: options.timeoutMs }),
    });
    let tail = '';
    const keep = (chunk: Buffer): void => {
      tail = (tail + chunk.toString()).slice(-tailLength);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: null, tail: error.message }));
    child.on('close', (code) => resolve({ code, tail }));
  });
}
