import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a local start tells of itself in `run.json` of its data folder, as far as other processes need it. */
export interface LocalStart {
  readonly pid?: number;
  /** Address of the gateway, once it is ready. */
  readonly url?: string;
  /** Settings of the services that others need to find the same Redis and store; without the store's secret. */
  readonly services?: Readonly<Record<string, string>>;
  /** File with the secret of the store, where the start made it. */
  readonly secretFile?: string;
}

/** The local start on a data folder; undefined where none runs. One that was killed leaves its file behind: the pid tells. */
export const readLocalStart = (dataDir: string): LocalStart | undefined => {
  try {
    const run: unknown = JSON.parse(readFileSync(join(dataDir, 'run.json'), 'utf8'));
    return typeof run === 'object' && run !== null ? run : undefined;
  } catch {
    return undefined;
  }
};
