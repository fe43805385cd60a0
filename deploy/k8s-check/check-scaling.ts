import { QueueList } from '../../packages/shared/src/contracts/index.ts';
import { at, listAt, type Manifest, nameOf, textAt, workloadsOf } from './manifest.ts';

const RANGES: Record<string, readonly [number, number]> = { inferencer: [1, 50], trainer: [0, 8], api: [2, 10] };

const hasPath = (schema: unknown, [first, ...rest]: readonly string[]): boolean =>
  first === undefined || hasPath(at(schema, 'properties', first), rest)
    ? first === undefined || at(schema, 'properties', first) !== undefined
    : false;

const checkTrigger = (trigger: unknown, manifests: readonly Manifest[]): string[] => {
  if (textAt(trigger, 'type') !== 'metrics-api') return [];
  const problems: string[] = [];
  const url = URL.parse(textAt(trigger, 'metadata', 'url'));
  const isThere = manifests.some(
    ({ kind, metadata, spec }) =>
      kind === 'Service' &&
      url?.hostname === `${metadata.name}.${metadata.namespace}.svc.cluster.local` &&
      listAt(spec, 'ports').some((port) => String(at(port, 'port')) === url.port),
  );
  if (!isThere || url?.pathname !== '/v1/queues') problems.push(`asks ${url?.href}, where no gateway answers`);
  const path = textAt(trigger, 'metadata', 'valueLocation');
  if (!hasPath(QueueList, path.split('.'))) problems.push(`reads ${path}, which GET /v1/queues does not have`);
  const name = textAt(trigger, 'authenticationRef', 'name');
  if (!manifests.some(({ kind, metadata }) => kind === 'TriggerAuthentication' && metadata.name === name)) {
    problems.push(`asks without a key`);
  }
  return problems;
};

/** Autoscalers: whom they scale, between which numbers, by a figure that there is, and not before those who stop have stopped. */
export const checkScaling = (manifests: readonly Manifest[]): string[] => {
  const workloads = workloadsOf(manifests);
  return manifests
    .filter(({ kind }) => kind === 'ScaledObject' || kind === 'HorizontalPodAutoscaler')
    .flatMap((scaler) => {
      const isKeda = scaler.kind === 'ScaledObject';
      const target = textAt(scaler, 'spec', 'scaleTargetRef', 'name');
      const workload = workloads.find(({ manifest }) => manifest.metadata.name === target);
      if (workload === undefined) return [`${nameOf(scaler)}: scales ${target}, which there is not`];
      const [least, most] = isKeda ? ['minReplicaCount', 'maxReplicaCount'] : ['minReplicas', 'maxReplicas'];
      const range = [at(scaler, 'spec', least), at(scaler, 'spec', most)];
      const problems = listAt(scaler, 'spec', 'triggers').flatMap((trigger) => checkTrigger(trigger, manifests));
      if (String(range) !== String(RANGES[target])) {
        problems.push(`scales ${target} from ${range.join(' to ')}, not from ${RANGES[target]?.join(' to ')}`);
      }
      if (at(workload.manifest, 'spec', 'replicas') !== undefined) problems.push(`${target} also has fixed replicas`);
      const graceSeconds = Number(at(workload.pod, 'terminationGracePeriodSeconds'));
      const behaviour = isKeda
        ? at(scaler, 'spec', 'advanced', 'horizontalPodAutoscalerConfig', 'behavior')
        : at(scaler, 'spec', 'behavior');
      // Where nothing is said, Kubernetes and KEDA both wait for 300 s.
      const waits = [
        Number(at(behaviour, 'scaleDown', 'stabilizationWindowSeconds') ?? 300),
        Number(at(scaler, 'spec', 'cooldownPeriod') ?? 300),
      ];
      if (waits.some((seconds) => seconds <= graceSeconds)) {
        problems.push(`cools down within ${Math.min(...waits)} s, a drain of ${target} may take ${graceSeconds} s`);
      }
      return problems.map((problem) => `${nameOf(scaler)}: ${problem}`);
    });
};
