import { readEnv } from '../../packages/shared/src/runtime/env.ts';
import { messageOf } from '../../packages/shared/src/runtime/errors.ts';
import { ApiEnv } from '../../services/api/src/env.ts';
import { InferencerEnv } from '../../services/inferencer/src/env.ts';
import { TrainerEnv } from '../../services/trainer/src/env.ts';
import { at, listAt, type Manifest, nameOf, textAt, textsAt, workloadsOf } from './manifest.ts';

/** What each service reads. */
export const serviceEnvironments: Record<string, Parameters<typeof readEnv>[0]> = {
  api: ApiEnv,
  inferencer: InferencerEnv,
  trainer: TrainerEnv,
};
/** Stands for what only the cluster knows. */
const SECRET = 'redis://secret:6379';

/** Variables of a container with their values, and references that lead nowhere. */
const readVariables = (container: unknown, configs: ReadonlyMap<string, Record<string, string>>) => {
  const values: Record<string, string> = {};
  const problems: string[] = [];
  for (const source of listAt(container, 'envFrom')) {
    const name = textAt(source, 'configMapRef', 'name');
    const config = configs.get(name);
    if (config === undefined) problems.push(`takes its variables from ${name}, which there is not`);
    else Object.assign(values, config);
  }
  for (const variable of listAt(container, 'env')) {
    const isSecret = textAt(variable, 'valueFrom', 'secretKeyRef', 'name') !== '';
    values[textAt(variable, 'name')] = isSecret ? SECRET : textAt(variable, 'value');
    if (/SECRET|PASSWORD|ACCESS_KEY|REDIS_URL/.test(textAt(variable, 'name')) && !isSecret) {
      problems.push(`${textAt(variable, 'name')} is written out`);
    }
  }
  return { values, problems };
};

/** Each service is given every variable that it reads, of a value that it takes, and no other; secrets only by reference. */
export const checkEnvironment = (manifests: readonly Manifest[]): string[] => {
  const configs = new Map(
    manifests.filter(({ kind }) => kind === 'ConfigMap').map((map) => [map.metadata.name, textsAt(map, 'data')]),
  );
  const problems = manifests
    .filter(({ kind, data, stringData }) => kind === 'Secret' && (data ?? stringData) !== undefined)
    .map((secret) => `${nameOf(secret)}: a secret is written out`);
  for (const { manifest, containers } of workloadsOf(manifests)) {
    const schema = serviceEnvironments[manifest.metadata.name];
    if (schema === undefined) continue;
    const container = containers.find((one) => textAt(one, 'name') === manifest.metadata.name);
    const found = readVariables(container, configs);
    const known = Object.keys(schema.properties);
    const say = (problem: string): number => problems.push(`${nameOf(manifest)}: ${problem}`);
    found.problems.forEach(say);
    for (const name of Object.keys(found.values)) if (!known.includes(name)) say(`${name} is read by nobody`);
    for (const name of known) if (!(name in found.values)) say(`${name} is not set`);
    try {
      readEnv(schema, found.values);
    } catch (error) {
      say(messageOf(error).replace(/\s+/g, ' '));
    }
    const port = Number(found.values.PNEUMO_METRICS_PORT ?? found.values.PNEUMO_PORT);
    const ports = listAt(container, 'ports').map((one) => at(one, 'containerPort'));
    if (!ports.includes(port)) say(`listens on ${port}, and opens ${ports.join(', ') || 'nothing'}`);
  }
  return problems;
};
