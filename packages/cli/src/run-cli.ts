import { CommanderError } from 'commander';
import type { CliContext } from './cli-context.ts';
import { CliError, EXIT_CODES } from './cli-error.ts';
import { createProgram } from './program.ts';

/** What undici says of every fault stands in its cause. */
const messageOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.message === 'fetch failed' && error.cause instanceof Error
    ? `The request failed: ${error.cause.message}`
    : error.message;
};

/** Runs one command line and says every fault in one line on stderr. Resolves with the exit code; never rejects. */
export const runCli = async (args: readonly string[], context: CliContext): Promise<number> => {
  const program = createProgram(context);
  try {
    await program.parseAsync(args, { from: 'user' });
    return EXIT_CODES.done;
  } catch (error) {
    // Commander has said it already; it ends --help this way, too.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.done : EXIT_CODES.usage;
    if (context.signal.aborted) {
      context.stderr.write('\nStopped.\n');
      return EXIT_CODES.interrupted;
    }
    const message = messageOf(error);
    // What it ran has said it.
    if (message === '' && error instanceof CliError) return error.exitCode;
    context.stderr.write(
      `\nError: ${message.replaceAll(/\s*\n\s*/g, ' ')}\n`.slice(context.stderr.isTTY === true ? 0 : 1),
    );
    if (!(error instanceof CliError) && error instanceof Error && context.env.debug)
      context.stderr.write(`${error.stack}\n`);
    return error instanceof CliError ? error.exitCode : EXIT_CODES.failed;
  }
};
