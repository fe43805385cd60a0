import { at, listAt, type Manifest, selects, textAt, textsAt, workloadsOf } from './manifest.ts';

interface Peer {
  readonly name: string;
  /** Of a pod of ours; a partner outside has none and is known by its address or namespace. */
  readonly labels?: Record<string, string>;
  readonly namespace?: string;
  readonly cidr?: string;
}

const ownNamespace = (policy: Manifest): string => policy.metadata.namespace ?? '';

const isPeer = (rule: unknown, peer: Peer, namespace: string): boolean => {
  if (at(rule, 'ipBlock') !== undefined) return peer.cidr === textAt(rule, 'ipBlock', 'cidr');
  if (peer.cidr !== undefined) return false;
  const namespaces = at(rule, 'namespaceSelector');
  const isThere =
    namespaces === undefined
      ? peer.namespace === namespace
      : selects(namespaces, { 'kubernetes.io/metadata.name': peer.namespace ?? '' });
  const pods = at(rule, 'podSelector');
  return isThere && (pods === undefined || selects(pods, peer.labels ?? {}));
};

/** Ports that a policy of one direction opens towards or from a peer; `*` where it names none. */
const openPorts = (policy: Manifest, direction: 'ingress' | 'egress', peer: Peer): string[] =>
  listAt(policy, 'spec', direction).flatMap((rule) => {
    const peers = listAt(rule, direction === 'ingress' ? 'from' : 'to');
    // A rule that names nobody means everybody.
    if (peers.length > 0 && !peers.some((one) => isPeer(one, peer, ownNamespace(policy)))) return [];
    const ports = listAt(rule, 'ports');
    return ports.length === 0 ? ['*'] : ports.map((port) => String(at(port, 'port')));
  });

/** What a pod may do in one direction; undefined: no policy picks it, and everything is open. */
const allowed = (
  policies: readonly Manifest[],
  direction: 'ingress' | 'egress',
  pod: Peer,
  peer: Peer,
): string[] | undefined => {
  const type = direction === 'ingress' ? 'Ingress' : 'Egress';
  const picking = policies.filter(
    (policy) =>
      listAt(policy, 'spec', 'policyTypes').includes(type) &&
      selects(at(policy, 'spec', 'podSelector'), pod.labels ?? {}),
  );
  return picking.length === 0 ? undefined : picking.flatMap((policy) => openPorts(policy, direction, peer));
};

const DNS: Peer = { name: 'dns', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };

/** Partners that the policies name outside of our pods. */
const partnersOf = (policies: readonly Manifest[]): Peer[] => {
  const named = policies.flatMap((policy) =>
    [...listAt(policy, 'spec', 'ingress'), ...listAt(policy, 'spec', 'egress')].flatMap((rule) =>
      [...listAt(rule, 'from'), ...listAt(rule, 'to')].flatMap((one): Peer[] => {
        const cidr = textAt(one, 'ipBlock', 'cidr');
        if (cidr !== '') return [{ name: cidr, cidr }];
        const namespace = textsAt(one, 'namespaceSelector', 'matchLabels')['kubernetes.io/metadata.name'];
        return namespace === undefined || namespace === DNS.namespace ? [] : [{ name: namespace, namespace }];
      }),
    ),
  );
  return [...new Map(named.map((peer) => [peer.name, peer])).values()];
};

/**
 * Everybody who may talk to whom, as `api -> redis:6379`: a connection is open where both ends let it pass. `a stranger` stands for any
 * other pod of the cluster, `the internet` for any address: they appear where a policy is missing.
 */
export const connectionsOf = (manifests: readonly Manifest[]): string[] => {
  const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy');
  const pods = workloadsOf(manifests).map(
    ({ manifest, labels }): Peer => ({
      name: manifest.metadata.name,
      labels,
      namespace: manifest.metadata.namespace ?? '',
    }),
  );
  const outside = [
    ...partnersOf(policies),
    DNS,
    { name: 'a stranger', namespace: 'elsewhere', labels: {} },
    { name: 'a neighbour', namespace: pods[0]?.namespace ?? '', labels: {} },
    { name: 'the internet', cidr: '0.0.0.0/0' },
  ];
  const both = (from: Peer, to: Peer): string[] => {
    const out = pods.includes(from) ? (allowed(policies, 'egress', from, to) ?? ['*']) : ['*'];
    const into = pods.includes(to) ? (allowed(policies, 'ingress', to, from) ?? ['*']) : ['*'];
    const ports = out.includes('*') ? into : into.includes('*') ? out : out.filter((port) => into.includes(port));
    return ports.map((port) => `${from.name} -> ${to.name}:${port}`);
  };
  const everybody = [...pods, ...outside];
  const pairs = pods.flatMap((pod) =>
    everybody.flatMap((other) =>
      other === pod ? [] : [...both(pod, other), ...(pods.includes(other) ? [] : both(other, pod))],
    ),
  );
  return [...new Set(pairs)].sort();
};
