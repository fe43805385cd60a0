import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type Command, Option } from 'commander';
import { type CliContext, withCommonOptions } from '../cli-context.ts';
import { CliError, EXIT_CODES } from '../cli-error.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const BOOTSTRAP = fileURLToPath(new URL('../../../local/bootstrap.mjs', import.meta.url));
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Lines for people to stderr, so that stdout holds the last one alone: the outcome as JSON. */
const keepLastLine = async (from: Readable, { stdout, stderr }: CliContext): Promise<void> => {
  let last = '';
  for await (const line of createInterface({ input: from, crlfDelay: Infinity })) {
    if (last !== '') stderr.write(`${last}\n`);
    last = line;
  }
  if (last.startsWith('{')) stdout.write(`${last}\n`);
  else if (last !== '') stderr.write(`${last}\n`);
};

/** Runs what `npm start` and `npm run demo` run, on this terminal, with signals handed on, and ends as that does. */
const runLocal = async (
  context: CliContext,
  args: readonly string[],
  { env = {}, lastLine = false }: { env?: Record<string, string>; lastLine?: boolean } = {},
): Promise<void> => {
  const child = spawn(process.execPath, [BOOTSTRAP, ...args], {
    cwd: ROOT,
    stdio: ['inherit', lastLine ? 'pipe' : 'inherit', 'inherit'],
    // Relative folders in arguments start where the caller stands.
    env: { ...context.env.services, INIT_CWD: context.env.callerDir, ...env },
  });
  const handOn = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, handOn);
  try {
    const ended = once(child, 'close') as Promise<[code: number | null]>;
    if (child.stdout !== null) await keepLastLine(child.stdout, context);
    const [code] = await ended;
    // It has said why.
    if (code !== 0) throw new CliError('', code === 130 ? EXIT_CODES.interrupted : EXIT_CODES.failed);
  } finally {
    for (const signal of SIGNALS) process.off(signal, handOn);
  }
};

const given = (options: Readonly<Record<string, string | boolean | undefined>>): string[] =>
  Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined || value === false) return [];
    return value === true ? [`--${name}`] : [`--${name}`, value];
  });

export const addLocalCommands = (program: Command, context: CliContext): void => {
  withCommonOptions(
    program
      .command('start')
      .description('run all of Pneumo on this machine until Ctrl-C, as npm start does')
      .option('--inferencers <n>', 'prediction workers (default: 1; 0 = none)')
      .option('--trainers <n>', 'training workers (default: 1; 0 = none)')
      .option('--port <n>', 'port of the gateway (default: PNEUMO_PORT, else 8080)')
      .addHelpText('after', '\nEvery setting: docs/operations.md. With --json each line of the log is JSON.'),
    { server: false, examples: ['pneumo start', 'pneumo start --trainers 0 --port 8090'] },
  ).action(
    async ({
      json,
      port,
      inferencers,
      trainers,
    }: {
      json?: boolean;
      port?: string;
      inferencers?: string;
      trainers?: string;
    }) => {
      await runLocal(context, ['start', ...given({ inferencers, trainers })], {
        env: {
          ...(json === true ? { PNEUMO_LOG_FORMAT: 'json' } : {}),
          ...(port === undefined ? {} : { PNEUMO_PORT: port }),
        },
      });
    },
  );

  withCommonOptions(
    program
      .command('demo')
      .description('do the main job by itself in a data folder of its own: import, train, evaluate, promote, predict')
      .option(
        '--data <dir>',
        'folder with NORMAL/ and PNEUMONIA/, or train/, val/, test/ above them (default: phantoms)',
      )
      .option('--limit <n>', 'so many images, half of each class')
      .addOption(new Option('--architecture <name>', 'network to train (default: compact)').choices(['compact', 'cnn']))
      .option('--keep', 'keep the data folder and say where it is'),
    { server: false, examples: ['pneumo demo', 'pneumo demo --data films/ --limit 600 --keep'] },
  ).action(
    async ({
      json = false,
      ...options
    }: {
      json?: boolean;
      data?: string;
      limit?: string;
      architecture?: string;
      keep?: boolean;
    }) => {
      await runLocal(context, ['demo', ...given(options)], { lastLine: json });
    },
  );
};
