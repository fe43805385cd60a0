import { readStoreProcessEnv } from '../env.ts';
import { startEmbeddedStore } from './embedded-store.ts';

/** The embedded store's process: says its port over IPC when it listens, and ends with the process that started it. */
const store = await startEmbeddedStore({
  ...readStoreProcessEnv(),
  host: '127.0.0.1',
  onFault: (error) => console.error(error),
});
process.send?.({ type: 'ready', port: store.port });

const leave = (): void => void store.close().finally(() => process.exit(0));
process.once('SIGTERM', leave);
process.once('SIGINT', leave);
// A store that outlived its starter could meet the next start's store on the same folder.
process.once('disconnect', () => process.exit(0));
