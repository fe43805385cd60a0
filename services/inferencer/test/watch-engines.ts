import type { LoadVersion } from '../src/prediction/load-version.ts';

export interface WatchedEngines {
  readonly load: LoadVersion;
  /** Versions in the order of their loading. */
  readonly loads: string[];
  /** Images of each run. */
  readonly runs: number[];
  /** Versions whose engines are open. */
  readonly open: string[];
  /** Ends the threads of all engines, as a crash would. */
  kill(): Promise<void>;
}

/** Real engines that are counted. */
export const watchEngines = (load: LoadVersion): WatchedEngines => {
  const loads: string[] = [];
  const runs: number[] = [];
  const open: string[] = [];
  const killers = new Set<() => Promise<void>>();
  return {
    loads,
    runs,
    open,
    load: async (principal, version) => {
      loads.push(version);
      const { engine, ...loaded } = await load(principal, version);
      const kill = (): Promise<void> => engine.close();
      open.push(version);
      killers.add(kill);
      return {
        ...loaded,
        engine: {
          ...engine,
          infer: (images, count, options) => {
            runs.push(count);
            return engine.infer(images, count, options);
          },
          close: async () => {
            killers.delete(kill);
            await engine.close();
            open.splice(open.indexOf(version), 1);
          },
        },
      };
    },
    kill: async () => {
      await Promise.all([...killers].map((kill) => kill()));
    },
  };
};
