import { at, listAt, type Manifest, nameOf, selects, textAt, type Workload, workloadsOf } from './manifest.ts';

/** `name:tag` with a tag that is a release: `latest`, `8` or `main` move. */
const isPinned = (image: string): boolean => {
  if (/@sha256:[0-9a-f]{64}$/.test(image)) return true;
  const tag = /:([\w.-]+)$/.exec(image)?.[1];
  return tag !== undefined && (/^v?\d+\.\d+\.\d+/.test(tag) || /^RELEASE\.\d{4}-/.test(tag));
};

const checkContainer = (pod: unknown, container: unknown): string[] => {
  const problems: string[] = [];
  const must = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(`container ${textAt(container, 'name')} ${problem}`);
  };
  const security = at(container, 'securityContext');
  const podSecurity = at(pod, 'securityContext');
  const setting = (name: string): unknown => at(security, name) ?? at(podSecurity, name);
  must(setting('runAsNonRoot') === true && setting('runAsUser') !== 0, 'may run as root');
  must(textAt(setting('seccompProfile'), 'type') === 'RuntimeDefault', 'has no seccomp profile');
  must(at(security, 'allowPrivilegeEscalation') === false, 'may gain privileges');
  must(at(security, 'privileged') !== true, 'is privileged');
  must(at(security, 'readOnlyRootFilesystem') === true, 'can write to its root');
  must(listAt(security, 'capabilities', 'drop').includes('ALL'), 'keeps capabilities');
  for (const resource of ['cpu', 'memory']) {
    must(at(container, 'resources', 'requests', resource) !== undefined, `requests no ${resource}`);
    must(at(container, 'resources', 'limits', resource) !== undefined, `has no limit of ${resource}`);
  }
  must(isPinned(textAt(container, 'image')), `runs ${textAt(container, 'image')}, which is not pinned to a release`);
  return problems;
};

const checkProbes = (container: unknown): string[] =>
  ['startupProbe', 'livenessProbe', 'readinessProbe'].flatMap((probe) => {
    const named = textAt(container, probe, 'httpGet', 'port') || textAt(container, probe, 'tcpSocket', 'port');
    const ports = listAt(container, 'ports').map((port) => textAt(port, 'name'));
    const subject = `container ${textAt(container, 'name')}`;
    if (at(container, probe) === undefined) return [`${subject} has no ${probe}`];
    return named === '' || ports.includes(named) ? [] : [`${subject}: ${probe} asks port ${named}, which it has not`];
  });

const checkMounts = (workload: Workload): string[] => {
  const { pod, manifest } = workload;
  const volumes = [...listAt(pod, 'volumes'), ...listAt(manifest, 'spec', 'volumeClaimTemplates')].map(
    (volume) => textAt(volume, 'name') || textAt(volume, 'metadata', 'name'),
  );
  return [...workload.containers, ...workload.initContainers].flatMap((container) =>
    listAt(container, 'volumeMounts')
      .map((mount) => textAt(mount, 'name'))
      .filter((name) => !volumes.includes(name))
      .map((name) => `container ${textAt(container, 'name')} mounts ${name}, which there is not`),
  );
};

/** What holds for every pod: restricted pod security, resources, pinned images, probes, no tokens, and a budget for what is drained. */
export const checkPods = (manifests: readonly Manifest[]): string[] => {
  const budgets = manifests.filter(({ kind }) => kind === 'PodDisruptionBudget');
  return workloadsOf(manifests).flatMap((workload) => {
    const { manifest, pod, labels, containers, initContainers } = workload;
    const problems = [...containers, ...initContainers].flatMap((container) => checkContainer(pod, container));
    if (manifest.kind !== 'Job') problems.push(...containers.flatMap(checkProbes));
    problems.push(...checkMounts(workload));
    if (!selects(at(manifest, 'spec', 'selector'), labels)) problems.push('its selector does not pick its own pods');
    if (at(pod, 'automountServiceAccountToken') !== false) problems.push('is given a token of the cluster');
    if (['hostNetwork', 'hostPID', 'hostIPC'].some((field) => at(pod, field) === true))
      problems.push('shares the host');
    if (manifest.kind === 'Deployment') {
      if (!budgets.some((budget) => selects(at(budget, 'spec', 'selector'), labels))) {
        problems.push('has no PodDisruptionBudget');
      }
      if (listAt(pod, 'topologySpreadConstraints').length === 0) problems.push('is not spread over nodes');
      if (textAt(pod, 'serviceAccountName') === '') problems.push('has no service account of its own');
    }
    return problems.map((problem) => `${nameOf(manifest)}: ${problem}`);
  });
};
