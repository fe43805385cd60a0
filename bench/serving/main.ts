import { availableParallelism, cpus, loadavg } from 'node:os';
import type { Architecture } from '../../packages/models/src/index.ts';
import { readCommandLine } from '../read-command-line.ts';
import { cpuSecondsOf } from '../transfer/cpu-time.ts';
import { loadOverHttp } from './http-load.ts';
import { summarise, type Turn, table } from './report.ts';
import { runBareLoop } from './run-bare-loop.ts';
import { type ServedModel, type ServingStack, startServingStack } from './serving-stack.ts';

const usage = `Usage: pnpm bench:serving [options]

Serves networks with random weights at 256 px over HTTP, through gateway, store, queue and worker, and compares with a bare loop of
onnxruntime-node on the same model file and batch, by turns on the same machine. Clients send, wait for the finished job, and send again.

Options
  --architectures LIST  default cnn,compact,resnet50v2
  --concurrency N       clients (default 16)
  --batch N             largest batch of the worker, and batch of the bare loop (default 16)
  --seconds N           of each turn (default 10), after 2 that are not counted
  --rounds N            turns of each side (default 3)
  --picture WxH         size of the pictures (default 1024x900, as large as films come out of the canonical form)
  --set NAME=VALUE      a setting of the services; may be repeated
  --json                one line of JSON instead of a table
`;
const { values, refuse } = readCommandLine(usage, {
  architectures: { type: 'string', default: 'cnn,compact,resnet50v2' },
  concurrency: { type: 'string', default: '16' },
  batch: { type: 'string', default: '16' },
  seconds: { type: 'string', default: '10' },
  rounds: { type: 'string', default: '3' },
  picture: { type: 'string', default: '1024x900' },
  set: { type: 'string', multiple: true, default: [] },
  json: { type: 'boolean', default: false },
});
const [concurrency, batch, seconds, rounds] = [values.concurrency, values.batch, values.seconds, values.rounds].map(
  Number,
) as [number, number, number, number];
if (![concurrency, batch, seconds, rounds].every((value) => Number.isInteger(value) && value > 0)) {
  refuse('Counts must be whole numbers above 0.');
}
if (!/^\d+x\d+$/.test(values.picture)) {
  refuse('--picture takes WIDTHxHEIGHT in pixels.');
}
const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Processor time so far of each of the stack's processes, and of this one, which sends the requests. */
function cpuByProcess({ stack }: ServingStack): Map<string, number> {
  const { user, system } = process.cpuUsage();
  const served = stack.processes().map(({ name, pid }) => [name, pid === undefined ? 0 : cpuSecondsOf(pid)] as const);
  return new Map([...served, ['clients', (user + system) / 1e6]]);
}

async function overHttp(serving: ServingStack, model: ServedModel, how: 'json' | 'multipart'): Promise<Turn> {
  const before = cpuByProcess(serving);
  const requests = serving.requests(model, how);
  const load = await loadOverHttp(new URL('/v1/predictions', serving.stack.url), requests, {
    concurrency,
    seconds,
    warmUpSeconds: 2,
  });
  const after = cpuByProcess(serving);
  const all = load.latenciesMs.length * ((load.seconds + 2) / load.seconds);
  const cpuMs = Object.fromEntries(
    [...after].map(([name, time]) => [name, ((time - before.get(name)!) * 1_000) / all]),
  );
  return { images: load.images, seconds: load.seconds, latenciesMs: load.latenciesMs, cpuMs };
}

const architectures = values.architectures.split(',') as Architecture[];
const settings = Object.fromEntries(values.set.map((text) => text.split(/=(.*)/s, 2) as [string, string]));
const [width, height] = values.picture.split('x').map(Number) as [number, number];
const serving = await startServingStack(architectures, {
  env: { PNEUMO_MAX_BATCH: String(batch), ...settings },
  say,
  picture: { width, height },
});
const turns: { architecture: string; side: 'bare' | 'json' | 'multipart'; turn: Turn }[] = [];
try {
  for (const model of serving.models) {
    const { architecture } = model;
    // Loads the version.
    await loadOverHttp(new URL('/v1/predictions', serving.stack.url), serving.requests(model, 'json').slice(0, 1), {
      concurrency: 1,
      seconds: 1,
      warmUpSeconds: 0,
    });
    for (let round = 1; round <= rounds; round += 1) {
      const { images, seconds: took, cpuSeconds } = await runBareLoop(model, { batch, seconds });
      const bare: Turn = { images, seconds: took, latenciesMs: [], cpuMs: { loop: (cpuSeconds * 1_000) / images } };
      turns.push({ architecture, side: 'bare', turn: bare });
      for (const side of ['json', 'multipart'] as const) {
        turns.push({ architecture, side, turn: await overHttp(serving, model, side) });
      }
      say(
        `${architecture}, round ${round}: ${turns
          .slice(-3)
          .map(({ side, turn }) => `${side} ${(turn.images / turn.seconds).toFixed(1)}`)
          .join(', ')} images/s`,
      );
    }
  }
} finally {
  await serving.close();
}

const summary = {
  machine: { cpu: cpus()[0]?.model, cores: availableParallelism(), load: loadavg()[0] },
  concurrency,
  batch,
  seconds,
  rounds,
  models: summarise(architectures, turns),
};
process.stdout.write(values.json ? `${JSON.stringify(summary)}\n` : table(summary));
