import type { Manifest } from './manifest.ts';

/** Where the published schema of a kind lies. */
export interface SchemaModule {
  /** What to import. */
  readonly module: string;
  /** The class in it, and with an `I` before it the type. */
  readonly name: string;
}

const CRD_PACKAGES: Record<string, string> = {
  'keda.sh': '@kubernetes-models/keda',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
};

/** Kubernetes' own kinds, and those of KEDA and of the Prometheus operator. */
export const schemaModuleOf = ({ apiVersion, kind }: Pick<Manifest, 'apiVersion' | 'kind'>): SchemaModule => ({
  module: `${CRD_PACKAGES[apiVersion.split('/')[0]!] ?? 'kubernetes-models'}/${apiVersion}`,
  name: kind,
});
