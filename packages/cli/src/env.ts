import { resolve } from 'node:path';

export interface CliEnv {
  /** Where the person who called stands: relative paths start there. */
  readonly callerDir: string;
  /** Address of the gateway, where one is given. */
  readonly server: string | undefined;
  readonly apiKey: string | undefined;
  /** Port of a local start, where one is given. */
  readonly port: string | undefined;
  /** Data folder of a local start. */
  readonly dataDir: string;
  /** Where downloads are kept until they are whole, and after. */
  readonly downloadDir: string;
  /** Also shows where an unexpected fault came from. */
  readonly debug: boolean;
}

const given = (name: string): string | undefined => process.env[name] || undefined;

/** Reads the surroundings of one command. */
export const readCliEnv = (): CliEnv => {
  const dataDir = resolve(import.meta.dirname, '../../..', given('PNEUMO_DATA_DIR') ?? '.pneumo');
  return {
    callerDir: given('PNEUMO_CALLER_DIR') ?? process.cwd(),
    server: given('PNEUMO_SERVER'),
    apiKey: given('PNEUMO_API_KEY'),
    port: given('PNEUMO_PORT'),
    dataDir,
    downloadDir: given('PNEUMO_DOWNLOAD_DIR') ?? resolve(dataDir, 'downloads'),
    debug: given('PNEUMO_DEBUG') !== undefined,
  };
};
