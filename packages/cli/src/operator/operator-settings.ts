import { readFileSync } from 'node:fs';
import { CommonEnv, EnvError, readEnv } from '@pneumo/shared/runtime';
import Type, { type Static } from 'typebox';
import { CliError, EXIT_CODES } from '../cli-error.ts';
import type { CliEnv } from '../env.ts';
import { type LocalStart, readLocalStart } from '../local-start.ts';

const OperatorEnv = Type.Object(CommonEnv);
export type OperatorSettings = Readonly<Static<typeof OperatorEnv>>;

/** Where commands that work on Redis and the store themselves find the two. */
export interface OperatorAccess {
  readonly settings: OperatorSettings;
  /** Of keys and versions, where none is named. */
  readonly workspace: string;
  /** For people: the environment, or a local start. */
  readonly source: string;
}

const secretIn = (file: string | undefined): string | undefined => {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CliError(`The secret of the local store cannot be read: run this as who started it.`, undefined, {
      cause,
    });
  }
};

/** What the local start tells, the store's part and Redis's part each only where the environment names no other. */
const toldBy = (local: LocalStart | undefined, given: CliEnv['services']): Record<string, string | undefined> => {
  const told = { ...local?.services, S3_SECRET_KEY: secretIn(local?.secretFile) };
  return Object.fromEntries(
    Object.entries(told).filter(([name]) => {
      if (name.startsWith('S3_')) return !given.S3_ENDPOINT;
      return name === 'REDIS_URL' ? !given.REDIS_URL : true;
    }),
  );
};

/** REDIS_URL and S3_... as the services read them, else those of the local start on the data folder. Throws CliError that says what to set. */
export const operatorAccess = ({ services, dataDir }: Pick<CliEnv, 'services' | 'dataDir'>): OperatorAccess => {
  const local = readLocalStart(dataDir);
  const told = toldBy(local, services);
  if (!services.S3_ENDPOINT && told.S3_ENDPOINT === undefined) {
    throw new CliError(
      `This command works on Redis and the store themselves, and knows of none: nothing is started on ${dataDir}. Run it beside \`npm start\` (PNEUMO_DATA_DIR names another folder), or set REDIS_URL, S3_ENDPOINT, S3_ACCESS_KEY and S3_SECRET_KEY as the services have them.`,
      EXIT_CODES.unreachable,
    );
  }
  const given = Object.fromEntries(Object.entries(services).filter(([, value]) => value !== ''));
  try {
    return {
      settings: readEnv(OperatorEnv, { ...told, ...given }),
      workspace: given.PNEUMO_WORKSPACE ?? told.PNEUMO_WORKSPACE ?? 'default',
      source: services.S3_ENDPOINT ? 'the environment' : `the local start on ${dataDir}`,
    };
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    throw new CliError(error.message, EXIT_CODES.usage, { cause: error });
  }
};
