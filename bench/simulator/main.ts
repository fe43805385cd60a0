import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readScalingRules } from '../autoscaling/scaled-object.ts';
import { INFERENCER } from '../capacity/calibrate.ts';
import { comparisonOf } from '../capacity/compare.ts';
import { drawComparison } from '../capacity/draw-comparison.ts';
import type { Measured } from '../capacity/measured.ts';
import { clusterTable, comparisonTable, costTable, limitsTable } from '../capacity/tables.ts';
import { readCommandLine } from '../read-command-line.ts';
import { type ClusterScenario, gatewaysFor, runInCluster } from './scenarios.ts';

const usage = `Usage: pnpm bench:simulator [options]

Takes runs of pnpm bench:capacity, sets the simulator beside each of them, and lets it say what a cluster would do at 10, 100 and 1,000 predictions per second,
with bursts and the loss of a node. Prints the tables of docs/capacity.md and draws docs/capacity.svg.

Options
  --runs FILE   (default bench/capacity/runs.json)
  --draw FILE   (default docs/capacity.svg)
`;
const ROOT = resolve(import.meta.dirname, '../..');
const { values } = readCommandLine(usage, {
  runs: { type: 'string', default: join(ROOT, 'bench/capacity/runs.json') },
  draw: { type: 'string', default: join(ROOT, 'docs/capacity.svg') },
});
const runs = JSON.parse(await readFile(values.runs, 'utf8')) as Measured[];
const comparisons = runs.map(comparisonOf);
await writeFile(values.draw, drawComparison(comparisons));

const { saturated: costs } = comparisons.at(-1)!.calibrated;
const rules = await readScalingRules('inferencer');
const of = (
  name: string,
  perSecond: number,
  minutes: number,
  rest: Partial<ClusterScenario> = {},
): ClusterScenario => ({
  name,
  perSecond,
  minutes,
  gateways: gatewaysFor(costs, perSecond),
  redisShards: 1,
  ...rest,
});
const scenarios = [
  of('10/s', 10, 20),
  of('100/s', 100, 10),
  of('100/s, target 16', 100, 10, { perWorker: 16 }),
  of('1,000/s', 1_000, 5),
  of('1,000/s, four Redis', 1_000, 5, { redisShards: 4 }),
];
const outcomes = scenarios.map((scenario) => runInCluster(costs, rules, scenario, INFERENCER));
process.stdout.write(
  [costTable(runs), comparisonTable(comparisons), limitsTable(runs.at(-1)!), clusterTable(outcomes)].join('\n'),
);
