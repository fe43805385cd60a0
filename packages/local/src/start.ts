import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readLocalEnv } from './env.ts';
import { ownLogLine, renderLogLine } from './stack/render-log-line.ts';
import { startStack } from './stack/stack.ts';
import type { Stack } from './stack/stack-types.ts';

const usage = `Usage: npm start [-- OPTIONS]

Runs Pneumo on this machine: Redis, an S3 store, the gateway, inferencers and trainers. Ctrl-C stops it cleanly.

Options
  --inferencers N   prediction workers (default 1; 0 = none)
  --trainers N      training workers (default 1; 0 = none)
  --help            this text

Environment (all of it: docs/operations.md)
  PNEUMO_PORT         port of the gateway (8080)
  PNEUMO_HOST         address to listen on (127.0.0.1); any but loopback needs API keys
  PNEUMO_DATA_DIR     where everything is kept (.pneumo)
  PNEUMO_LOG_FORMAT   text or json
  REDIS_URL, S3_ENDPOINT, S3_ACCESS_KEY, S3_SECRET_KEY, S3_BUCKET   to use a Redis or a store that runs elsewhere
`;

const disclaimer = 'Research and education only. Not a diagnosis.';

function readCount(text: string, name: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 0 || count > 64)
    throw new Error(`--${name} ${text}: a number from 0 to 64 is wanted`);
  return count;
}

function readOptions(): { help: boolean; inferencers: number; trainers: number } {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean', default: false },
      inferencers: { type: 'string', default: '1' },
      trainers: { type: 'string', default: '1' },
    },
  });
  return {
    help: values.help,
    inferencers: readCount(values.inferencers, 'inferencers'),
    trainers: readCount(values.trainers, 'trainers'),
  };
}

/** The versions that an empty store begins with, so that the first upload and the page's samples get answers; part of the checkout. */
function starterEnv(handedOn: Record<string, string>): Record<string, string> {
  const folders = { PNEUMO_STARTER_DIR: 'starter', PNEUMO_PHANTOM_DIR: 'phantom-starter' };
  const found = Object.entries(folders).flatMap(([name, folder]): [string, string][] => {
    const path = fileURLToPath(new URL(`../../models/${folder}`, import.meta.url));
    return handedOn[name] === undefined && existsSync(path) ? [[name, path]] : [];
  });
  return Object.fromEntries(found);
}

function readyLine(stack: Stack): string {
  const { backend, engine } = stack.details;
  const facts = [
    typeof backend === 'string' ? `backend ${backend}` : 'no trainer',
    typeof engine === 'string' ? `engine ${engine}` : 'no inferencer',
    `store ${stack.storeKind}`,
    `redis ${stack.redisKind}`,
    `data ${stack.dataDir}`,
  ];
  return `Pneumo is ready at ${stack.url} (${facts.join(', ')}). ${disclaimer}`;
}

/** Calls `onFirst` for the first request to stop, `onSecond` for the next: Ctrl-C, SIGTERM, a closed terminal, or a starter that is gone. */
function onStopRequests(onFirst: (reason: string) => void, onSecond: () => void): void {
  let asked = false;
  const ask = (reason: string): void => {
    if (asked) {
      onSecond();
      return;
    }
    asked = true;
    onFirst(reason);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ask(signal));
  process.once('disconnect', () => ask('the terminal is gone'));
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options.help) {
    process.stdout.write(usage);
    return 0;
  }
  const local = readLocalEnv();
  const say = (message: string): void => console.log(ownLogLine(message, local.logFormat));
  const starting = startStack({
    ...options,
    local,
    dataDir: local.dataDir,
    env: starterEnv(local.handedOn),
    host: local.host,
    port: local.port,
    log: say,
    onLine: (service, line) => console.log(local.logFormat === 'json' ? line : renderLogLine(service, line)),
  });
  return new Promise((resolve, reject) => {
    let stack: Stack | undefined;
    onStopRequests(
      (reason) => {
        say(`stopping (${reason}); once more to force it`);
        // A start in progress is first let come up: only then is everything known that must be stopped.
        starting
          .then((started) => started.stop())
          .then(() => {
            say('stopped');
            resolve(0);
          }, reject);
      },
      () => {
        say('forced: killing everything');
        stack?.forceStop();
        process.exit(130);
      },
    );
    starting.then((started) => {
      stack = started;
      say(readyLine(started));
    }, reject);
  });
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
// An IPC channel to the bootstrap would keep this process alive.
process.removeAllListeners('disconnect');
if (process.connected) process.disconnect();
