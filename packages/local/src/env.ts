/* The one file of this package that reads the process's environment. It stays free of imports: the store's process starts faster for it. */

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}

/** What a local start reads beside what it hands on to the services; the guide lists it from here. */
export const LOCAL_VARIABLES = {
  PNEUMO_DATA_DIR: { default: '.pneumo', description: 'Where everything is kept' },
  PNEUMO_LOG_FORMAT: { default: 'text', description: 'text, or json as the services write it' },
} as const;

export interface StoreProcessEnv {
  directory: string;
  /** 0 for any free port. */
  port: number;
  accessKey: string;
  secretKey: string;
  region: string;
}

/** What the embedded store's process reads; its starter sets all of it. */
export const readStoreProcessEnv = (): StoreProcessEnv => ({
  directory: required('PNEUMO_STORE_DIR'),
  port: Number(required('PNEUMO_STORE_PORT')),
  accessKey: required('S3_ACCESS_KEY'),
  secretKey: required('S3_SECRET_KEY'),
  region: required('S3_REGION'),
});

interface GivenStore {
  endpoint: string;
  accessKey: string;
  secretKey: string;
  region: string;
  bucket: string;
  pathStyle: boolean;
}

/** What a local start takes from its surroundings. */
export interface LocalEnv {
  path: string;
  isRoot: boolean;
  redisUrl: string | undefined;
  store: GivenStore | undefined;
  dataDir: string;
  host: string;
  port: number;
  logFormat: 'text' | 'json';
  /** Where the person who started us stood: relative paths in arguments start there. */
  callerDir: string;
  /** What the services get of our environment: settings of Pneumo and of what they run on, nothing else. */
  handedOn: Record<string, string>;
}

const given = (name: string): string | undefined => process.env[name] || undefined;

const handedOnNames = new Set([
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'LD_LIBRARY_PATH',
  'NODE_COMPILE_CACHE',
  'NODE_EXTRA_CA_CERTS',
  'REDIS_CA_FILE',
]);
const handedOnPrefixes = ['PNEUMO_', 'CUDA_', 'NVIDIA_', 'OMP_', 'OTEL_', 'TF_'];

function readPort(): number {
  const text = given('PNEUMO_PORT') ?? '8080';
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`PNEUMO_PORT=${text} is not a port`);
  return port;
}

function readGivenStore(): GivenStore | undefined {
  const endpoint = given('S3_ENDPOINT');
  if (endpoint === undefined) return undefined;
  return {
    endpoint,
    accessKey: required('S3_ACCESS_KEY'),
    secretKey: required('S3_SECRET_KEY'),
    region: given('S3_REGION') ?? 'us-east-1',
    bucket: given('S3_BUCKET') ?? 'pneumo',
    pathStyle: given('S3_PATH_STYLE') !== 'false',
  };
}

/** Reads the surroundings of a local start. Throws an Error for a value that is not valid. */
export function readLocalEnv(): LocalEnv {
  const handedOn = Object.entries(process.env).flatMap(([name, value]): [string, string][] => {
    const wanted = handedOnNames.has(name) || handedOnPrefixes.some((prefix) => name.startsWith(prefix));
    return wanted && value !== undefined ? [[name, value]] : [];
  });
  return {
    path: given('PATH') ?? '',
    isRoot: process.getuid?.() === 0,
    redisUrl: given('REDIS_URL'),
    store: readGivenStore(),
    dataDir: given('PNEUMO_DATA_DIR') ?? LOCAL_VARIABLES.PNEUMO_DATA_DIR.default,
    host: given('PNEUMO_HOST') ?? '127.0.0.1',
    port: readPort(),
    logFormat: given('PNEUMO_LOG_FORMAT') === 'json' ? 'json' : 'text',
    callerDir: given('INIT_CWD') ?? process.cwd(),
    handedOn: Object.fromEntries(handedOn),
  };
}
