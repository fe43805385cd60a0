import { readCliEnv } from './env.ts';
import { runCli } from './run-cli.ts';

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => interrupt.abort(new Error(`stopped by ${signal}`)));
}
// A reader that has seen enough, such as head, is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await runCli(process.argv.slice(2), {
  env: readCliEnv(),
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interrupt.signal,
});
