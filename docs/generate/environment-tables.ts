import { CLI_VARIABLES } from '../../packages/cli/src/env.ts';
import { LOCAL_VARIABLES } from '../../packages/local/src/env.ts';
import { CommonEnv, MetricsEnv } from '../../packages/shared/src/runtime/index.ts';
import { ApiEnv } from '../../services/api/src/env.ts';
import { InferencerEnv } from '../../services/inferencer/src/env.ts';
import { TrainerEnv } from '../../services/trainer/src/env.ts';
import { markdownTable } from './markdown-table.ts';

/** What the tables read of a variable's schema. */
interface Variable {
  readonly type?: string;
  readonly default?: unknown;
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly { readonly const?: unknown }[];
}

const UNITS: readonly (readonly [ending: string, unit: string])[] = [
  ['_BYTES', 'bytes'],
  ['_MB', 'MB'],
  ['_MS', 'milliseconds'],
  ['_HOURS', 'hours'],
  ['_PER_MINUTE', 'per minute'],
  ['_PIXELS', 'pixels'],
  ['_THREADS', 'threads'],
  ['_PORT', 'port'],
  ['_DIR', 'folder'],
  ['_FILE', 'file'],
];

const BINARY = [
  [2 ** 30, 'GiB'],
  [2 ** 20, 'MiB'],
] as const;

const unitOf = (name: string, { type, anyOf, minimum, maximum }: Variable): string => {
  const values = anyOf?.flatMap(({ const: value }) => (typeof value === 'string' ? [`\`${value}\``] : []));
  if (values !== undefined && values.length > 0) return values.join(', ');
  if (type === 'boolean') return '`true`, `false`';
  const unit = UNITS.find(([ending]) => name.endsWith(ending))?.[1];
  if (unit !== undefined) return unit;
  return type === 'number' && maximum !== undefined
    ? `${minimum ?? 0} to ${maximum}`
    : type === 'integer'
      ? 'count'
      : '';
};

const defaultOf = (name: string, { default: value }: Variable): string => {
  if (value === undefined || value === '') return '';
  const [size, unit] = BINARY.find(([each]) => name.endsWith('_BYTES') && Number(value) % each === 0) ?? [];
  const plain = `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
  return size === undefined ? plain : `${plain} (${Number(value) / size} ${unit})`;
};

const tableOf = (variables: Readonly<Record<string, Variable>>): string =>
  markdownTable(
    ['variable', 'default', 'unit or values', 'what'],
    Object.entries(variables).map(([name, variable]) => [
      `\`${name}\``,
      defaultOf(name, variable),
      unitOf(name, variable),
      variable.description ?? '',
    ]),
  );

const without = (
  variables: Readonly<Record<string, Variable>>,
  others: readonly Readonly<Record<string, unknown>>[],
): Record<string, Variable> =>
  Object.fromEntries(Object.entries(variables).filter(([name]) => !others.some((each) => Object.hasOwn(each, name))));

/** All variables, by who reads them. */
export const environmentTables = (): string => {
  const worker = [CommonEnv, MetricsEnv];
  const sections: readonly (readonly [title: string, variables: Readonly<Record<string, Variable>>])[] = [
    ['Every service', CommonEnv],
    ['Both workers', MetricsEnv],
    ['Gateway', without(ApiEnv.properties, [CommonEnv])],
    ['Inferencer', without(InferencerEnv.properties, worker)],
    ['Trainer', without(TrainerEnv.properties, worker)],
    ['Local start', LOCAL_VARIABLES],
    ['Command line', CLI_VARIABLES],
  ];
  return sections.map(([title, variables]) => `### ${title}\n\n${tableOf(variables)}`).join('\n\n');
};
