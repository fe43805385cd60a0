import { readFile, writeFile } from 'node:fs/promises';
import { readCommandLine } from '../read-command-line.ts';
import { comparisonOf } from './compare.ts';
import { measure } from './measure.ts';
import { measureTraining } from './measure-training.ts';

const usage = `Usage: pnpm bench:capacity [options]

Measures what a prediction of a stored image costs on this machine, by process, and how long it takes at three loads, and compares that with the simulator,
which is calibrated on turns of its own between them. About five minutes; nothing else should run meanwhile.

Options
  --shares LIST    loads, as shares of the rate at which it is saturated (default 0.3,0.6,0.85)
  --rounds N       of calibration and loads by turns (default 3)
  --seconds N      of each load in each round (default 15)
  --seed N         of when requests come (default 1)
  --add FILE       adds the run to this list of runs (JSON)
  --training       measures a short training instead
`;
const { values, refuse } = readCommandLine(usage, {
  shares: { type: 'string', default: '0.3,0.6,0.85' },
  rounds: { type: 'string', default: '3' },
  seconds: { type: 'string', default: '15' },
  seed: { type: 'string', default: '1' },
  add: { type: 'string' },
  training: { type: 'boolean', default: false },
});
const shares = values.shares.split(',').map(Number);
const [rounds, seconds, seed] = [values.rounds, values.seconds, values.seed].map(Number) as [number, number, number];
if (![...shares, rounds, seconds, seed].every((value) => value > 0)) {
  refuse('Numbers must be above 0.');
}
const say = (line: string): void => void process.stderr.write(`${line}\n`);
if (values.training) {
  process.stdout.write(`${JSON.stringify(await measureTraining(say))}\n`);
  process.exit(0);
}
const measured = await measure({ shares, rounds, seconds, seed, say });
if (values.add !== undefined) {
  const runs = JSON.parse(await readFile(values.add, 'utf8').catch(() => '[]')) as unknown[];
  await writeFile(values.add, `${JSON.stringify([...runs, measured], null, 1)}\n`);
}
process.stdout.write(`${JSON.stringify({ measured, comparison: comparisonOf(measured) }, null, 1)}\n`);
