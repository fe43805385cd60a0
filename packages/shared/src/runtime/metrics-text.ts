import { Registry } from 'prom-client';
import type { MetricsRegistry } from './metrics.ts';

export interface MetricsText {
  readonly contentType: string;
  readonly text: string;
}

/** Several registries as one page: OpenMetrics with exemplars for who asks for it, as Prometheus does, else plain text. */
export const renderMetrics = async (
  registries: readonly MetricsRegistry[],
  accept: string | undefined,
): Promise<MetricsText> => {
  const pages = await Promise.all(registries.map((registry) => registry.metrics()));
  const samples = pages.map((page) => page.replace(/# EOF\n$/, '')).join('');
  if (accept?.includes('application/openmetrics-text') === true) {
    return { contentType: Registry.OPENMETRICS_CONTENT_TYPE, text: `${samples}# EOF\n` };
  }
  // The samples are the same in both forms; only exemplars are foreign to the plain one.
  return { contentType: Registry.PROMETHEUS_CONTENT_TYPE, text: samples.replaceAll(/ # \{[^}]*\} \S+ \S+$/gm, '') };
};
