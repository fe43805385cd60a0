import { connectionsOf } from './connections.ts';
import { type Manifest, workloadsOf } from './manifest.ts';

const SERVICES = ['api', 'inferencer', 'trainer'];
const IN_CLUSTER_PORTS: Record<string, number> = { redis: 6379, minio: 9000 };
/** Of Redis and of S3, where they lie outside. */
const OUTSIDE_PORTS = ['443', '6379'];

/** Who has a reason to talk to whom, by what is deployed. */
const neededConnections = (manifests: readonly Manifest[], outside: readonly string[]): string[] => {
  const pods = workloadsOf(manifests).map(({ manifest }) => manifest.metadata.name);
  const has = (kind: string): boolean => manifests.some((manifest) => manifest.kind === kind);
  return [
    ...pods.map((pod) => `${pod} -> dns:53`),
    ...Object.entries(IN_CLUSTER_PORTS)
      .filter(([store]) => pods.includes(store))
      .flatMap(([store, port]) => SERVICES.map((service) => `${service} -> ${store}:${port}`)),
    ...(pods.includes('minio-bucket') ? ['minio-bucket -> minio:9000'] : []),
    ...outside.flatMap((address) => SERVICES.map((service) => `${service} -> ${address}`)),
    ...(has('Ingress') ? ['ingress-nginx -> api:8080'] : []),
    ...(has('ScaledObject') ? ['keda -> api:8080'] : []),
    ...(has('ServiceMonitor') ? ['monitoring -> api:8080'] : []),
    ...(has('PodMonitor') ? ['monitoring -> inferencer:9464', 'monitoring -> trainer:9464'] : []),
  ];
};

/** A connection for each pair that talks, and for no other. Redis and S3 outside have one address range each, whatever it is. */
export const checkNetwork = (manifests: readonly Manifest[]): string[] => {
  const open = connectionsOf(manifests);
  const isInCluster = workloadsOf(manifests).some(({ manifest }) => manifest.metadata.name === 'redis');
  const outside = [...new Set(open.flatMap((one) => /-> ([\d.]+\/[1-9]\d?:\d+)$/.exec(one)?.[1] ?? []))];
  const ports = outside.map((address) => address.split(':')[1]).sort();
  const needed = new Set(neededConnections(manifests, isInCluster ? [] : outside));
  return [
    ...open.filter((one) => !needed.has(one)).map((one) => `network: ${one} is open, and nobody needs it`),
    ...[...needed].filter((one) => !open.includes(one)).map((one) => `network: ${one} is needed, and closed`),
    ...(isInCluster || String(ports) === String(OUTSIDE_PORTS)
      ? []
      : [`network: Redis and S3 outside need ports ${OUTSIDE_PORTS.join(' and ')}, open are ${ports.join(', ')}`]),
  ];
};
