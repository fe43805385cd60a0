import { messageOf } from './errors.ts';
import type { Tracing } from './tracing.ts';

export interface TracingSettings {
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  readonly OTEL_TRACES_SAMPLER_ARG: number;
  readonly PNEUMO_CODE_VERSION: string;
}

/** Sends traces where an endpoint is given. Without one nothing is loaded and spans cost next to nothing. */
export const startTracing = async (
  service: string,
  settings: TracingSettings,
  warn: (message: string) => void,
): Promise<Tracing> => {
  const endpoint = settings.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return { close: () => Promise.resolve() };
  const { openTracing } = await import('./tracing-sdk.ts');
  return openTracing({
    service,
    version: settings.PNEUMO_CODE_VERSION,
    endpoint,
    ratio: settings.OTEL_TRACES_SAMPLER_ARG,
    warn: (error) => warn(messageOf(error)),
  });
};
