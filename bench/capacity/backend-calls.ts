import type { Redis } from 'ioredis';

export type Counts = Readonly<Record<string, number>>;

/** Commands that Redis has done so far, by name. Those inside a script are counted too, each by itself. */
export const redisCalls = async (redis: Redis): Promise<Counts> => {
  const text = await redis.info('commandstats');
  return Object.fromEntries(
    [...text.matchAll(/^cmdstat_(\S+?):calls=(\d+)/gm)].map(([, name, calls]) => [name!, Number(calls)]),
  );
};

/** Calls of the object store that these services have made so far, by name, from their metrics. */
export const storeCalls = async (metricsUrls: readonly string[]): Promise<Counts> => {
  const counts: Record<string, number> = {};
  for (const url of metricsUrls) {
    const text = await (await fetch(url)).text();
    for (const [, labels, value] of text.matchAll(/^pneumo_store_call_seconds_count\{([^}]*)\} (\d+)/gm)) {
      const call = /call="(\w+)"/.exec(labels!)![1]!;
      counts[call] = (counts[call] ?? 0) + Number(value);
    }
  }
  return counts;
};

/** Adds up what came in between, each time. */
export const createCounter = (read: () => Promise<Counts>) => {
  const sums: Record<string, number> = {};
  let before: Counts = {};
  return {
    begin: async (): Promise<void> => {
      before = await read();
    },
    end: async (): Promise<void> => {
      for (const [name, calls] of Object.entries(await read())) {
        sums[name] = (sums[name] ?? 0) + calls - (before[name] ?? 0);
      }
    },
    /** For each of so many, the most first. */
    perEach: (count: number): Counts =>
      Object.fromEntries(
        Object.entries(sums)
          .map(([name, calls]) => [name, calls / count] as const)
          .filter(([, calls]) => calls >= 0.005)
          .sort(([, a], [, b]) => b - a),
      ),
  };
};
