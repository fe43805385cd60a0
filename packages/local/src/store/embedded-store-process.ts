import { fork } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { readOrMakeSecret } from '../data-secret.ts';
import type { Log } from '../log.ts';
import { type KeptProcess, keepProcess, readyMessage } from '../process/kept-process.ts';
import { localBucket, localRegion, type StoreSettings } from './store-settings.ts';

const entry = fileURLToPath(new URL('../embedded-store/main.ts', import.meta.url));

/** Runs the embedded store on `directory` in a process of its own. Its secret lies in `secretFile`. */
export async function startEmbeddedStoreProcess(options: {
  directory: string;
  secretFile: string;
  log: Log;
}): Promise<{ settings: StoreSettings; process: KeptProcess }> {
  await mkdir(options.directory, { recursive: true, mode: 0o700 });
  const secretKey = await readOrMakeSecret(options.secretFile);
  const accessKey = 'pneumo';
  // The first life takes any free port; later ones take it again, since the services were told of it.
  let port = 0;
  const kept = await keepProcess({
    name: 'store',
    log: options.log,
    spawn: () => {
      const child = fork(entry, {
        execArgv: ['--disable-warning=ExperimentalWarning'],
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        env: {
          PNEUMO_STORE_DIR: options.directory,
          PNEUMO_STORE_PORT: String(port),
          S3_ACCESS_KEY: accessKey,
          S3_SECRET_KEY: secretKey,
          S3_REGION: localRegion,
        },
      });
      const say = (chunk: Buffer): void => options.log(`store: ${chunk.toString().trimEnd()}`);
      child.stdout?.on('data', say);
      child.stderr?.on('data', say);
      return child;
    },
    whenReady: async (child) => {
      const { port: listening } = await readyMessage(child);
      if (typeof listening === 'number') port = listening;
    },
  });
  const endpoint = `http://127.0.0.1:${port}`;
  return {
    settings: { endpoint, accessKey, secretKey, region: localRegion, bucket: localBucket, pathStyle: true },
    process: kept,
  };
}
