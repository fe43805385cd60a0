import Type, { type Static, type TObject, type TSchema } from 'typebox';
import { Value } from 'typebox/value';

/** What every service reads. Units stand in the names or the descriptions. */
export const CommonEnv = {
  REDIS_URL: Type.String({
    default: 'redis://127.0.0.1:6379',
    description: 'Redis: one server, sentinels or a cluster; rediss means TLS',
  }),
  REDIS_CA_FILE: Type.Optional(
    Type.String({ description: 'Certificate authority of Redis, where it is one of your own' }),
  ),
  S3_ENDPOINT: Type.String({ default: 'http://127.0.0.1:9000', description: 'S3 store; https:// means TLS' }),
  S3_ACCESS_KEY: Type.String({ default: '', description: 'Access key of the store' }),
  S3_SECRET_KEY: Type.String({ default: '', description: 'Secret key of the store' }),
  S3_REGION: Type.String({ default: 'us-east-1', description: 'Region of the bucket' }),
  S3_BUCKET: Type.String({ default: 'pneumo', description: 'The one bucket; made when absent' }),
  S3_PATH_STYLE: Type.Boolean({ default: true, description: 'Bucket in the path (MinIO) or in the host name' }),
  PNEUMO_QUEUE_PREFIX: Type.String({
    default: '{pneumo}',
    description: 'Prefix of all Redis keys; the braces keep them in one slot of a Redis Cluster',
  }),
  PNEUMO_CODE_VERSION: Type.String({ default: '0.1.0', description: 'Recorded with every result and version' }),
  PNEUMO_LOG_LEVEL: Type.String({ default: 'info', description: 'trace, debug, info, warn, error' }),
  OTEL_EXPORTER_OTLP_ENDPOINT: Type.Optional(
    Type.String({
      description: 'Collector that traces go to, by OTLP over HTTP (http://collector:4318); without it there are none',
    }),
  ),
  OTEL_TRACES_SAMPLER_ARG: Type.Number({
    default: 1,
    minimum: 0,
    maximum: 1,
    description: 'Share of the traces that are sent',
  }),
};

/** What the workers read besides; the gateway has a port anyway. */
export const MetricsEnv = {
  PNEUMO_METRICS_PORT: Type.Integer({
    default: 0,
    minimum: 0,
    maximum: 65_535,
    description:
      'Port of /metrics, /healthz and /readyz of a worker; 0 = none, and one that is taken is told in the log',
  }),
  PNEUMO_METRICS_HOST: Type.String({
    default: '127.0.0.1',
    description: 'Address that this port listens on; 0.0.0.0 in a container',
  }),
};

export class EnvError extends Error {
  constructor(problems: string[]) {
    super(`The environment is not valid:\n  ${problems.join('\n  ')}`);
    this.name = 'EnvError';
  }
}

/** Text as the schema's type wants it; text that is not of that type stays text, and fails the check. */
const convert = (schema: TSchema, text: string): unknown => {
  const type = 'type' in schema ? schema.type : undefined;
  if (type === 'integer' || type === 'number') return Number.isNaN(Number(text)) ? text : Number(text);
  if (type === 'boolean') return { true: true, 1: true, false: false, 0: false }[text.toLowerCase()] ?? text;
  return text;
};

/** Reads the named variables once, converts, fills in defaults, and freezes. An empty variable counts as absent. */
export const readEnv = <T extends TObject>(
  schema: T,
  source: Record<string, string | undefined> = process.env,
): Readonly<Static<T>> => {
  const given = Object.fromEntries(
    Object.entries(schema.properties).flatMap(([name, property]) => {
      const text = source[name];
      return text === undefined || text === '' ? [] : [[name, convert(property, text)]];
    }),
  );
  const value: unknown = Value.Default(schema, given);
  if (!Value.Check(schema, value)) {
    throw new EnvError(Value.Errors(schema, value).map((error) => `${error.instancePath.slice(1)} ${error.message}`));
  }
  return Object.freeze(value);
};
