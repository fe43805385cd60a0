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

/** What came in between, for each of so many. */
export const perEach = (before: Counts, after: Counts, count: number): Counts =>
  Object.fromEntries(
    Object.entries(after)
      .map(([name, calls]) => [name, (calls - (before[name] ?? 0)) / count] as const)
      .filter(([, calls]) => calls >= 0.005)
      .sort(([, a], [, b]) => b - a),
  );
