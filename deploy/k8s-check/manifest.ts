/** What `kustomize build` gives: any Kubernetes object. Its fields are read by path, since any of them may be missing. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
  [field: string]: unknown;
}

export const nameOf = ({ kind, metadata }: Manifest): string => `${kind}/${metadata.name}`;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a path of field names; undefined where something on the way is missing. */
export const at = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((inner, field) => (isRecord(inner) ? inner[field] : undefined), value);

export const listAt = (value: unknown, ...path: string[]): unknown[] => {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
};

export const textAt = (value: unknown, ...path: string[]): string => {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : '';
};

/** Labels and the like: text by name. */
export const textsAt = (value: unknown, ...path: string[]): Record<string, string> => {
  const found = at(value, ...path);
  return isRecord(found) ? Object.fromEntries(Object.entries(found).map(([name, text]) => [name, String(text)])) : {};
};

export interface Workload {
  readonly manifest: Manifest;
  /** Of its pods. */
  readonly labels: Record<string, string>;
  readonly pod: unknown;
  readonly containers: readonly unknown[];
  readonly initContainers: readonly unknown[];
}

const WORKLOADS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Job']);

/** Everything that makes pods. */
export const workloadsOf = (manifests: readonly Manifest[]): Workload[] =>
  manifests
    .filter(({ kind }) => WORKLOADS.has(kind))
    .map((manifest) => {
      const pod = at(manifest, 'spec', 'template', 'spec');
      return {
        manifest,
        labels: textsAt(manifest, 'spec', 'template', 'metadata', 'labels'),
        pod,
        containers: listAt(pod, 'containers'),
        initContainers: listAt(pod, 'initContainers'),
      };
    });

/** Whether a label selector picks these labels; an empty one picks all. */
export const selects = (selector: unknown, labels: Record<string, string>): boolean =>
  Object.entries(textsAt(selector, 'matchLabels')).every(([name, value]) => labels[name] === value) &&
  listAt(selector, 'matchExpressions').every((expression) => {
    const value = labels[textAt(expression, 'key')];
    const values = listAt(expression, 'values');
    switch (textAt(expression, 'operator')) {
      case 'In':
        return values.includes(value);
      case 'NotIn':
        return !values.includes(value);
      case 'Exists':
        return value !== undefined;
      default:
        return value === undefined;
    }
  });
