import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalEnv, readLocalEnv } from '../env.ts';
import { renderLogLine } from '../stack/render-log-line.ts';
import { startStack } from '../stack/stack.ts';
import type { Stack } from '../stack/stack-types.ts';
import { createDemoClient } from './demo-client.ts';
import { demoUsage, readDemoOptions } from './demo-options.ts';
import { createProgressDisplay, type ProgressDisplay } from './progress-display.ts';
import { type DemoOutcome, runDemo } from './run-demo.ts';

const logTailLines = 25;

/** A Redis or store given from outside is shared with others: the demo gets keys and a bucket of its own there. */
function apartFromOthers(local: LocalEnv): { local: LocalEnv; env: Record<string, string> } {
  const id = randomUUID().slice(0, 13);
  const store = local.store && { ...local.store, bucket: `pneumo-demo-${id}` };
  // No keys: the gateway listens on loopback only.
  return { local: { ...local, store }, env: { PNEUMO_QUEUE_PREFIX: `{pneumo-demo-${id}}`, PNEUMO_ADMIN_KEY_FILE: '' } };
}

/** Rejects when somebody asks us to stop. */
function untilStopped(): Promise<never> {
  return new Promise((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => reject(new Error(`stopped by ${signal}`)));
    }
    process.once('disconnect', () => reject(new Error('stopped: the terminal is gone')));
  });
}

async function main(display: ProgressDisplay): Promise<(DemoOutcome & { seconds: number }) | undefined> {
  const startedAtMs = Date.now();
  const surroundings = readLocalEnv();
  const options = readDemoOptions(process.argv.slice(2), surroundings.callerDir);
  if (options.help) {
    process.stdout.write(demoUsage);
    return undefined;
  }
  const stopped = untilStopped();
  // Looked at once the stack is up: what is still starting could not be stopped in order.
  stopped.catch(() => undefined);
  const dataDir = await mkdtemp(join(tmpdir(), 'pneumo-demo-'));
  const logTail: string[] = [];
  const logFile = join(dataDir, 'demo.log');
  let stack: Stack | undefined;
  try {
    stack = await startStack({
      dataDir,
      inferencers: 1,
      trainers: 1,
      ...apartFromOthers(surroundings),
      log: (line) => display.say(line),
      onLine: (service, line) => {
        const rendered = renderLogLine(service, line);
        logTail.push(rendered);
        if (logTail.length > logTailLines) logTail.shift();
        appendFileSync(logFile, `${rendered}\n`);
      },
    });
    display.say(
      `Started Pneumo at ${stack.url} (store ${stack.storeKind}, Redis ${stack.redisKind}, data ${dataDir}).`,
    );
    const client = createDemoClient(stack.url);
    const work = client.waitUntilReady().then(() => runDemo(options, { client, display, workDir: dataDir }));
    work.catch(() => undefined);
    const outcome = await Promise.race([work, stopped]);
    return { ...outcome, seconds: Math.round((Date.now() - startedAtMs) / 100) / 10 };
  } catch (error) {
    display.say('The last lines of the services:');
    for (const line of logTail) display.say(`  ${line}`);
    throw error;
  } finally {
    await stack?.stop();
    if (options.keep) display.say(`The data folder is kept: ${dataDir} (PNEUMO_DATA_DIR=${dataDir} npm start)`);
    else await rm(dataDir, { recursive: true, force: true });
  }
}

const display = createProgressDisplay(process.stdout);
try {
  const outcome = await main(display);
  if (outcome) display.say(JSON.stringify({ demo: 'ok', ...outcome }));
} catch (error) {
  display.say('');
  console.error(`The demo failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
// An IPC channel to the bootstrap would keep this process alive.
process.removeAllListeners('disconnect');
if (process.connected) process.disconnect();
