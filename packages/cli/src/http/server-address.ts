import { CliError, EXIT_CODES } from '../cli-error.ts';
import type { CliEnv } from '../env.ts';
import { readLocalStart } from '../local-start.ts';

const DEFAULT_PORT = '8080';

/** Without a slash at its end. An option comes before PNEUMO_SERVER, PNEUMO_PORT and the local start. Throws CliError. */
export const serverAddress = (
  option: string | undefined,
  { server, port, dataDir }: Pick<CliEnv, 'server' | 'port' | 'dataDir'>,
): string => {
  const local = port === undefined ? readLocalStart(dataDir)?.url : undefined;
  const address = option ?? server ?? local ?? `http://127.0.0.1:${port ?? DEFAULT_PORT}`;
  const url = URL.parse(address);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new CliError(`${address} is no address of a server: write http://HOST:PORT.`, EXIT_CODES.usage);
  }
  return url.href.replace(/\/+$/, '');
};
