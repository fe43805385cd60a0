import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { at, listAt, type Manifest, nameOf, selects, textAt, workloadsOf } from './manifest.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** Secrets that docs/kubernetes.md asks for, with their entries. */
const SECRETS: Record<string, readonly string[]> = {
  'pneumo-keys': ['admin-key'],
  'pneumo-redis': ['url', 'password'],
  'pneumo-store': ['access-key', 'secret-key'],
};

const checkSecretReferences = (manifest: Manifest): string[] => {
  const problems: string[] = [];
  const visit = (value: unknown, field: string): void => {
    if (typeof value !== 'object' || value === null) return;
    const name = textAt(value, 'name');
    const key = textAt(value, 'key');
    if (['secretKeyRef', 'credentials'].includes(field) && SECRETS[name]?.includes(key) !== true) {
      problems.push(`names ${key} of the secret ${name}, which there is not`);
    }
    for (const [inner, one] of Object.entries(value)) visit(one, Array.isArray(value) ? field : inner);
  };
  visit(manifest, '');
  return problems;
};

/** What objects name in each other is there: pods of services, ports of monitors, services of an ingress, entries of secrets; and the alert rules are the tested ones. */
export const checkReferences = async (manifests: readonly Manifest[]): Promise<string[]> => {
  const workloads = workloadsOf(manifests);
  const problems: string[] = [];
  const portsOf = (selector: unknown): string[] =>
    workloads
      .filter(({ labels }) => selects(selector, labels))
      .flatMap(({ containers }) => containers.flatMap((container) => listAt(container, 'ports')))
      .map((port) => textAt(port, 'name'));
  const services = manifests.filter(({ kind }) => kind === 'Service');
  const rules = parse(await readFile(join(ROOT, 'monitoring/rules.yml'), 'utf8')) as unknown;
  for (const manifest of manifests) {
    const say = (problem: string): number => problems.push(`${nameOf(manifest)}: ${problem}`);
    checkSecretReferences(manifest).forEach(say);
    const { kind } = manifest;
    if (kind !== 'Namespace' && manifest.metadata.namespace !== 'pneumo') say('lies outside of the namespace');
    if (kind === 'Service') {
      const there = portsOf({ matchLabels: at(manifest, 'spec', 'selector') });
      for (const port of listAt(manifest, 'spec', 'ports')) {
        const target = textAt(port, 'targetPort');
        if (!there.includes(target)) say(`leads to port ${target}, which its pods do not have`);
      }
    }
    if (kind === 'PodMonitor' || kind === 'ServiceMonitor') {
      const selector = at(manifest, 'spec', 'selector');
      const picked = services.filter(({ metadata }) => selects(selector, metadata.labels ?? {}));
      const there =
        kind === 'PodMonitor'
          ? portsOf(selector)
          : picked.flatMap(({ spec }) => listAt(spec, 'ports').map((port) => textAt(port, 'name')));
      for (const end of [
        ...listAt(manifest, 'spec', 'endpoints'),
        ...listAt(manifest, 'spec', 'podMetricsEndpoints'),
      ]) {
        if (!there.includes(textAt(end, 'port'))) say(`watches port ${textAt(end, 'port')}, which nobody has`);
      }
    }
    if (kind === 'Ingress') {
      if (listAt(manifest, 'spec', 'tls').length === 0) say('has no TLS');
      for (const path of listAt(manifest, 'spec', 'rules').flatMap((rule) => listAt(rule, 'http', 'paths'))) {
        const name = textAt(path, 'backend', 'service', 'name');
        if (!services.some(({ metadata }) => metadata.name === name)) say(`leads to ${name}, which there is not`);
      }
    }
    if (kind === 'PrometheusRule' && !isDeepStrictEqual(at(manifest, 'spec', 'groups'), at(rules, 'groups'))) {
      say('differs from monitoring/rules.yml');
    }
  }
  return problems;
};
