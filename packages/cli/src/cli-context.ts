import type { Command } from 'commander';
import type { CliEnv } from './env.ts';
import { withExamples } from './examples.ts';
import { type ApiClient, createApiClient } from './http/api-client.ts';
import { serverAddress } from './http/server-address.ts';
import { createProgressDisplay, type ProgressDisplay } from './output/progress-display.ts';

/** What every command works with. */
export interface CliContext {
  readonly env: CliEnv;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  /** Fires on Ctrl-C. */
  readonly signal: AbortSignal;
}

export interface CommonOptions {
  readonly server?: string;
  readonly key?: string;
  readonly json?: boolean;
}

/** One run of a command: where it speaks to, and how it says what came out. */
export interface CommandRun {
  readonly context: CliContext;
  readonly signal: AbortSignal;
  readonly api: ApiClient;
  readonly isJson: boolean;
  /** Goes to stderr, so that stdout holds the result alone. */
  readonly progress: ProgressDisplay;
  /** The result: JSON with --json, else lines for people. */
  readonly print: (value: unknown, lines: readonly string[]) => void;
}

/** Adds `--json`, examples, and `--server` and `--key` where a command speaks to a gateway. */
export const withCommonOptions = (
  command: Command,
  { examples, server = true }: { examples: readonly string[]; server?: boolean },
): Command => {
  if (server) {
    command
      .option('--server <url>', 'address of the gateway (default: the local start, else http://127.0.0.1:8080)')
      .option('--key <key>', 'API key; better in PNEUMO_API_KEY, since others on the machine can see arguments');
  }
  return withExamples(command.option('--json', 'print the result as JSON'), ...examples);
};

export const createRun = (context: CliContext, options: CommonOptions): CommandRun => {
  const { env, stdout, stderr, signal } = context;
  const isJson = options.json === true;
  return {
    context,
    signal,
    isJson,
    api: createApiClient({ server: serverAddress(options.server, env), apiKey: options.key ?? env.apiKey, signal }),
    progress: createProgressDisplay(stderr),
    print: (value, lines) => {
      stdout.write(isJson ? `${JSON.stringify(value, null, 2)}\n` : lines.map((line) => `${line}\n`).join(''));
    },
  };
};
