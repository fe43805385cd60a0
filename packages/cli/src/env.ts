import { resolve } from 'node:path';

/** What the command line reads; the guide lists it from here. */
export const CLI_VARIABLES = {
  PNEUMO_SERVER: { description: 'Address of the gateway; without it: see the command line in training.md' },
  PNEUMO_API_KEY: { description: 'Key, where the gateway asks for one' },
  PNEUMO_PORT: { description: 'Port of a local start on this machine' },
  PNEUMO_DATA_DIR: {
    default: '.pneumo',
    description: 'Data folder of a local start, whose run.json tells its address',
  },
  PNEUMO_DOWNLOAD_DIR: { description: 'Where downloads are kept; downloads in the data folder by default' },
  PNEUMO_DEBUG: { description: 'Anything: also show where an unexpected fault came from' },
} as const;

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
  /** Of the services and of what they run on, as they are given: commands that work on Redis and the store themselves read them. */
  readonly services: Readonly<Record<string, string | undefined>>;
  /** Also shows where an unexpected fault came from. */
  readonly debug: boolean;
}

const given = (name: string): string | undefined => process.env[name] || undefined;

/** Reads the surroundings of one command. */
export const readCliEnv = (): CliEnv => {
  const dataDir = resolve(
    import.meta.dirname,
    '../../..',
    given('PNEUMO_DATA_DIR') ?? CLI_VARIABLES.PNEUMO_DATA_DIR.default,
  );
  return {
    callerDir: given('PNEUMO_CALLER_DIR') ?? process.cwd(),
    server: given('PNEUMO_SERVER'),
    apiKey: given('PNEUMO_API_KEY'),
    port: given('PNEUMO_PORT'),
    dataDir,
    downloadDir: given('PNEUMO_DOWNLOAD_DIR') ?? resolve(dataDir, 'downloads'),
    services: { ...process.env },
    debug: given('PNEUMO_DEBUG') !== undefined,
  };
};
