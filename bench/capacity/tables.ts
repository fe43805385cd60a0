import type { ClusterOutcome } from '../simulator/scenarios.ts';
import { spreadOf } from '../transfer/figures.ts';
import type { Comparison } from './compare.ts';
import { type Measured, type MeasuredLoad, quantile } from './measured.ts';

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `${[row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')}\n`;

const spread = (values: readonly number[], digits: number): string => {
  const { median, low, high } = spreadOf(values);
  return values.length === 1
    ? median.toFixed(digits)
    : `${median.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
};
const sumOf = (values: Readonly<Record<string, number>>): number =>
  Object.values(values).reduce((sum, value) => sum + value, 0);
const percent = (value: number): string => `${value >= 0 ? '+' : ''}${(value * 100).toFixed(0)} %`;

/** Milliseconds of a core for each prediction, by process. */
export const costTable = (runs: readonly Measured[]): string => {
  const names = Object.keys(runs[0]!.saturated.cpuMs).filter((name) => name !== 'clients');
  const total = ({ saturated: { cpuMs } }: Measured): number => sumOf(cpuMs) - cpuMs['clients']!;
  return table(
    ['process', 'ms of a core'],
    [
      ...names.map((name) => [
        name,
        spread(
          runs.map(({ saturated }) => saturated.cpuMs[name]!),
          1,
        ),
      ]),
      ['all of Pneumo', spread(runs.map(total), 1)],
      [
        'for comparison: ONNX Runtime alone, one image in a run',
        spread(
          runs.map(({ engineMs }) => engineMs['1']!),
          1,
        ),
      ],
    ],
  );
};

const meanOthers = ({ parts }: MeasuredLoad): number =>
  parts.reduce((sum, { others }) => sum + others.mean, 0) / parts.length;

/** Simulated beside measured, for each load of each run. */
export const comparisonTable = (comparisons: readonly Comparison[]): string =>
  table(
    [
      'run',
      'asked /s',
      'answered /s',
      'simulated',
      'error',
      'p50 ms',
      'simulated',
      'error',
      'p95 ms',
      'simulated',
      'error',
      'others, cores',
    ],
    comparisons.flatMap(({ loads }, run) =>
      loads.map(({ load, simulated, errors }) => [
        String(run + 1),
        load.asked.toFixed(1),
        ...(['perSecond', 'p50', 'p95'] as const).flatMap((figure) => {
          const digits = figure === 'perSecond' ? 1 : 0;
          return [load.answers[figure].toFixed(digits), simulated[figure].toFixed(digits), percent(errors[figure])];
        }),
        meanOthers(load).toFixed(2),
      ]),
    ),
  );

/** Where each part ends, if it were the only one with a limit. */
export const limitsTable = ({ saturated: { cpuMs }, redisCalls, storeCalls }: Measured): string => {
  const perCore = (name: string): string => (1_000 / cpuMs[name]!).toFixed(0);
  return table(
    ['part', 'for each prediction', 'predictions/s'],
    [
      ['gateway', `${cpuMs['api']!.toFixed(1)} ms`, `${perCore('api')} for each core`],
      ['inferencer', `${cpuMs['inferencer']!.toFixed(1)} ms`, `${perCore('inferencer')} for each core`],
      [
        'Redis',
        `${cpuMs['redis']!.toFixed(2)} ms, ${sumOf(redisCalls).toFixed(0)} commands`,
        `${perCore('redis')} for each Redis: it has one thread`,
      ],
      [
        'store',
        Object.entries(storeCalls)
          .map(([call, count]) => `${count.toFixed(2)} ${call}`)
          .join(', '),
        `${perCore('store')} for the embedded store: it has one thread`,
      ],
    ],
  );
};

export const clusterTable = (outcomes: readonly ClusterOutcome[]): string =>
  table(
    [
      'load',
      'gateways',
      'Redis',
      'workers, mean (most)',
      'p50 ms',
      'p95 ms',
      'p99 ms',
      'most backlog',
      'Redis busy',
      'answered',
      'CPU-s reserved per 1,000',
    ],
    outcomes.map(({ name, gateways, redisShards, meanWorkers, result }) => {
      const { latenciesMs, mostWorkers, mostBacklog, redisBusy, accepted, answered, workerSeconds } = result;
      const at = (share: number): string => quantile(latenciesMs, share).toFixed(0);
      return [
        name,
        String(gateways),
        String(redisShards),
        `${meanWorkers.toFixed(1)} (${mostWorkers})`,
        at(0.5),
        at(0.95),
        at(0.99),
        String(mostBacklog),
        `${(redisBusy * 100).toFixed(0)} %`,
        `${answered} of ${accepted}`,
        ((workerSeconds * 2 * 1_000) / answered).toFixed(0),
      ];
    }),
  );
