import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { readLocalEnv, startStack } from '../../packages/local/src/index.ts';
import { hasChromium, launchChromium } from '../../test/e2e/browser.ts';
import { readCommandLine } from '../read-command-line.ts';
import { spreadOf } from '../transfer/figures.ts';
import { type Visit, visitPage } from './visit-page.ts';

const usage = `Usage: pnpm bench:page [options]

Opens the page of a server on this machine in Chromium, over loopback, and tells how much script it takes and how long until a picture can be
given; by turns with two peers of the same server: the API's own documentation (Swagger UI) and a bare answer of a few bytes, which tells what
any navigation takes. Each round has a browser profile of its own, and visits each address twice: with nothing kept, and again.

Options
  --rounds N   default 10
  --json       one line of JSON instead of a table
`;
const { values, refuse } = readCommandLine(usage, {
  rounds: { type: 'string', default: '10' },
  json: { type: 'boolean', default: false },
});
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  refuse('--rounds takes a whole number above 0.');
}
if (!hasChromium) {
  process.stderr.write('There is no /usr/bin/chromium on this machine.\n');
  process.exit(1);
}

const TARGETS = [
  { name: 'page', path: '/assess', hasDropZone: true },
  { name: 'API documentation', path: '/docs/', hasDropZone: false },
  { name: 'bare answer', path: '/healthz', hasDropZone: false },
] as const;
const ROOT = resolve(import.meta.dirname, '../..');

/** Visits by target, first ones and those that follow. */
async function measure(): Promise<Map<string, Visit[]>> {
  await promisify(execFile)(process.execPath, ['packages/local/bootstrap.mjs', 'page'], { cwd: ROOT });
  const dataDir = await mkdtemp(join(tmpdir(), 'pneumo-bench-page-'));
  const visits = new Map<string, Visit[]>();
  const keep = (name: string, visit: Visit): unknown => visits.set(name, [...(visits.get(name) ?? []), visit]);
  const stack = await startStack({
    dataDir,
    inferencers: 1,
    trainers: 0,
    local: { ...readLocalEnv(), redisUrl: undefined, store: undefined },
    env: { PNEUMO_ADMIN_KEY_FILE: '' },
    log: () => undefined,
    onLine: () => undefined,
  });
  const browser = await launchChromium();
  try {
    // The first window of a browser takes longer than any other.
    await visitPage(browser, `${stack.url}/healthz`, { hasDropZone: false });
    for (let round = 1; round <= rounds; round += 1) {
      for (const { name, path, hasDropZone } of TARGETS) {
        const { first, again } = await visitPage(browser, `${stack.url}${path}`, { hasDropZone });
        keep(name, first);
        keep(`${name}, again`, again);
      }
      process.stderr.write(`round ${round} of ${rounds}\n`);
    }
  } finally {
    await browser.close();
    await stack.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
  return visits;
}

const measured = [...(await measure())].map(([name, visits]) => ({
  name,
  scriptBytes: spreadOf(visits.map(({ scriptBytes }) => scriptBytes)),
  firstPaintMs: spreadOf(visits.map(({ firstPaintMs }) => firstPaintMs)),
  readyMs: spreadOf(visits.map(({ readyMs }) => readyMs)),
  blockedMs: spreadOf(visits.map(({ blockedMs }) => blockedMs)),
}));
const machine = { cpu: cpus()[0]?.model, cores: availableParallelism(), load: loadavg()[0] };

const spread = ({ median, low, high }: ReturnType<typeof spreadOf>, digits = 0): string =>
  `${median.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
const kilobytes = (bytes: ReturnType<typeof spreadOf>): string => `${(bytes.median / 1000).toFixed(1)} KB`;

if (values.json) {
  process.stdout.write(`${JSON.stringify({ machine, rounds, measured })}\n`);
} else {
  const row = (cells: readonly string[]): string =>
    cells.map((cell, at) => cell.padEnd([25, 14, 22, 22][at] ?? 0)).join('');
  process.stdout.write(`
${machine.cores} cores (${machine.cpu ?? 'unknown'}), load ${machine.load?.toFixed(1)}; medians of ${rounds} rounds, in brackets lowest and highest; times in ms
${row(['', 'script', 'first paint', 'ready', 'blocked'])}
${measured.map(({ name, scriptBytes, firstPaintMs, readyMs, blockedMs }) => row([name, kilobytes(scriptBytes), spread(firstPaintMs), spread(readyMs), spread(blockedMs)])).join('\n')}
Ready: a dragged picture would be taken; of the peers: loaded. Script: compressed, as it comes over the wire. Blocked: what long tasks take above 50 ms.
`);
}
