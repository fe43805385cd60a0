import { readCommandLine } from '../read-command-line.ts';
import { rehearse } from './rehearsal.ts';
import type { TimelineRow } from './timeline.ts';

const usage = `Usage: pnpm rehearse:autoscaling [options]

Plays the autoscaler's part on this machine: reads /v1/queues, and starts and stops real worker processes by the formula of KEDA and Kubernetes, with the
figures of k8s/components/autoscaling-keda. A burst of predictions takes inferencers from 1 to as many as there is room for and back; a training
takes trainers from 0 to 1 and back. In the middle one inferencer is killed with -9 and one is drained. Ends with 1 where a prediction is lost.

Options
  --predictions N   of the burst (default 1000)
  --most N          inferencers that this machine has room for (default 4; the manifest says 50)
  --speed N         seconds of the cluster in one second here (default 60): polling, windows and cool-downs are that much shorter,
                    the start and the end of a process are not
  --log             lines of the services too
`;
const { values, refuse } = readCommandLine(usage, {
  predictions: { type: 'string', default: '1000' },
  most: { type: 'string', default: '4' },
  speed: { type: 'string', default: '60' },
  log: { type: 'boolean', default: false },
});
const [predictions, mostInferencers, speed] = [values.predictions, values.most, values.speed].map(Number) as [
  number,
  number,
  number,
];
if (![predictions, mostInferencers, speed].every((value) => Number.isInteger(value) && value > 0)) {
  refuse('Numbers must be whole and above 0.');
}

const columns = (cells: readonly (string | number)[]): string =>
  cells.map((cell, index) => String(cell).padStart([7, 8, 12, 10, 9, 9][index] ?? 0)).join('  ');
const show = (row: TimelineRow): void => {
  const { inferencers, inferencersReady, event } = row;
  const starting = inferencers === inferencersReady ? '' : ` (${inferencersReady})`;
  const cells = [row.seconds.toFixed(1), row.backlog, `${inferencers}${starting}`, row.trainingBacklog, row.trainers];
  console.log(columns([...cells, row.finished, event]).trimEnd());
};

console.log(
  `One second here is ${speed} in the cluster. In brackets: as many of the inferencers are ready. The backlogs count delayed jobs.\n`,
);
console.log(columns(['second', 'backlog', 'inferencers', 'trainings', 'trainers', 'finished']));
const { accepted, ended, training, beganInVain, killed, drained, rows } = await rehearse({
  predictions,
  speed,
  mostInferencers,
  picture: { width: 320, height: 288 },
  imageSize: 256,
  onRow: show,
  onLine: (line) => {
    if (values.log) console.error(line);
  },
});
const ids = new Set(ended.filter(({ state }) => state === 'succeeded').map(({ id }) => id));
const lost = accepted.filter((id) => !ids.has(id)).length;
const path = (counts: readonly number[]): number[] => [counts[0]!, Math.max(...counts), counts.at(-1)!];
const isWhole = lost === 0 && ended.length === accepted.length && training.state === 'succeeded';
console.log(
  `\n${accepted.length} predictions accepted, ${ids.size} succeeded, ${lost} lost. ${beganInVain.length} were begun twice: ` +
    `${beganInVain.filter((pid) => pid === killed).length} of the worker that was killed, ` +
    `${beganInVain.filter((pid) => drained.includes(pid)).length} of those that were drained.`,
);
console.log(
  JSON.stringify({
    rehearsal: isWhole ? 'ok' : 'failed',
    predictions: accepted.length,
    succeeded: ids.size,
    lost,
    inferencers: path(rows.map(({ inferencers }) => inferencers)),
    trainers: path(rows.map(({ trainers }) => trainers)),
    training: training.state,
    seconds: Number(rows.at(-1)!.seconds.toFixed(1)),
  }),
);
process.exitCode = isWhole ? 0 : 1;
