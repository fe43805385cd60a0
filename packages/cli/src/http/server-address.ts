import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CliError, EXIT_CODES } from '../cli-error.ts';
import type { CliEnv } from '../env.ts';

const DEFAULT_PORT = '8080';

/** What a local start wrote of itself; undefined when there is none. */
const localAddress = (dataDir: string): string | undefined => {
  try {
    const run: unknown = JSON.parse(readFileSync(join(dataDir, 'run.json'), 'utf8'));
    const url = typeof run === 'object' && run !== null && 'url' in run ? run.url : undefined;
    return typeof url === 'string' ? url : undefined;
  } catch {
    return undefined;
  }
};

/** Without a slash at its end. An option comes before PNEUMO_SERVER, PNEUMO_PORT and the local start. Throws CliError. */
export const serverAddress = (
  option: string | undefined,
  { server, port, dataDir }: Pick<CliEnv, 'server' | 'port' | 'dataDir'>,
): string => {
  const local = port === undefined ? localAddress(dataDir) : undefined;
  const address = option ?? server ?? local ?? `http://127.0.0.1:${port ?? DEFAULT_PORT}`;
  const url = URL.parse(address);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new CliError(`${address} is no address of a server: write http://HOST:PORT.`, EXIT_CODES.usage);
  }
  return url.href.replace(/\/+$/, '');
};
