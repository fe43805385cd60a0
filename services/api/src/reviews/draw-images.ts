import { createHash } from 'node:crypto';
import { hashToUnit } from '@pneumo/models/readers';
import {
  CHALLENGER,
  isFromDrawings,
  type JobRecord,
  type OriginRule,
  type PredictionInput,
  type PredictionResult,
  type Principal,
  type SamplingRule,
} from '@pneumo/shared/contracts';
import { awaitsReader, objectKeys, type Runtime, readingsOf, standingOf } from '@pneumo/shared/runtime';
import { LOOKED_AT, ORIGIN_WORDS } from './origin-words.ts';

export interface Drawn {
  /** Jobs and their images, in an order that tells nothing of the answers. */
  readonly images: readonly { readonly job: string; readonly imageId: string }[];
  readonly candidates: number;
  readonly rule: OriginRule;
  readonly inWords: string;
}

export interface DrawOptions {
  readonly reader: string;
  readonly seed: string;
  readonly limit: number;
}

const INDEX_PAGE = 1_000;
/** Seeds of one reader's draws differ from another's without naming the reader. */
export const seedOf = (reader: string): string => createHash('sha256').update(reader).digest('hex').slice(0, 8);

type Deps = Pick<Runtime, 'live' | 'jobs' | 'reviews' | 'registry' | 'store'>;

export const createImageDraw = ({ live, jobs, reviews, registry, store }: Deps) => {
  const excludedFor = async (principal: Principal, reader: string): Promise<(jobId: string) => boolean> => {
    const [read, seen] = await Promise.all([reviews.readBy(principal, reader), reviews.seen.seenBy(principal)]);
    return (jobId) => read.has(jobId) || seen.has(jobId);
  };

  const allPredictions = async ({ workspace }: Principal): Promise<string[]> => {
    const found: string[] = [];
    for (let beforeId: string | undefined; ; ) {
      const page = await live.listIndexed(workspace, {
        kinds: ['prediction'],
        states: ['succeeded'],
        limit: INDEX_PAGE,
        ...(beforeId === undefined ? {} : { beforeId }),
      });
      found.push(...page);
      if (page.length < INDEX_PAGE) return found;
      beforeId = page.at(-1);
    }
  };

  const discordantPredictions = async (principal: Principal): Promise<string[]> => {
    const named = await registry.tryAlias(principal, CHALLENGER);
    if (named === undefined) return [];
    const folder = objectKeys.shadowDiscordants(principal.workspace, named.alias.version);
    const found = new Set<string>();
    for await (const { key } of store.list(folder)) {
      found.add(key.slice(key.lastIndexOf('/') + 1).replace(/\.json$/, ''));
    }
    return [...found];
  };

  const shuffled = (ids: readonly string[], seed: string): string[] => {
    const ranked = ids.map((id) => ({ id, rank: hashToUnit(seed, id) }));
    return ranked.sort((a, b) => a.rank - b.rank).map(({ id }) => id);
  };

  /** Records of the first jobs that can still be read, up to a number. */
  const firstRecords = async (principal: Principal, ids: readonly string[], count: number): Promise<JobRecord[]> => {
    const records: JobRecord[] = [];
    for (let at = 0; at < ids.length && records.length < count; ) {
      const next = ids.slice(at, at + Math.min(16, count - records.length));
      at += next.length;
      const found = await Promise.all(next.map((id) => jobs.tryRecord(principal, id)));
      // The index can be ahead of what is stored, and hold ids that a reset of the store has taken away.
      for (const record of found) {
        if (record?.kind !== 'prediction' || record.state !== 'succeeded') continue;
        // What a drawing shows is known, and no reading of it says anything about films.
        if (!isFromDrawings(record.result as PredictionResult)) records.push(record);
      }
    }
    return records;
  };

  const imagesOf = (records: readonly JobRecord[]): Drawn['images'] =>
    records.map(({ id, input }) => ({ job: id, imageId: (input as PredictionInput).imageId }));

  const nearThreshold = (records: readonly JobRecord[], limit: number): JobRecord[] => {
    const ranked = records
      .map((record, place) => ({ record, place, result: record.result as PredictionResult }))
      .filter(({ result }) => result.outcome !== 'abstained')
      .sort((a, b) => distanceOf(a.result) - distanceOf(b.result))
      .slice(0, limit);
    // Back into the order of the draw: the order of distance would tell something of the answers.
    return ranked.sort((a, b) => a.place - b.place).map(({ record }) => record);
  };

  return {
    /** Predictions for a first reading of this reader. */
    first: async (principal: Principal, rule: SamplingRule, { reader, seed, limit }: DrawOptions): Promise<Drawn> => {
      const isExcluded = await excludedFor(principal, reader);
      const pool = await (rule === 'discordant' ? discordantPredictions(principal) : allPredictions(principal));
      const order = shuffled(
        pool.filter((id) => !isExcluded(id)),
        seed,
      );
      const records =
        rule === 'near_threshold'
          ? nearThreshold(await firstRecords(principal, order, LOOKED_AT), limit)
          : await firstRecords(principal, order, limit);
      return { images: imagesOf(records), candidates: order.length, rule, inWords: ORIGIN_WORDS[rule] };
    },
    /** Cases that wait for a further reader, who is another one. */
    second: async (principal: Principal, { reader, seed, limit }: DrawOptions): Promise<Drawn> => {
      const isExcluded = await excludedFor(principal, reader);
      const waiting = (await reviews.list(principal)).filter(
        (each) => !isExcluded(each.job) && awaitsReader(standingOf(readingsOf(each), each.outcome)),
      );
      const byJob = new Map(waiting.map((each) => [each.job, each]));
      const order = shuffled([...byJob.keys()], seed).slice(0, limit);
      return {
        images: order.map((job) => ({ job, imageId: byJob.get(job)!.imageId })),
        candidates: waiting.length,
        rule: 'disagreements',
        inWords: ORIGIN_WORDS.disagreements,
      };
    },
  };
};

const distanceOf = ({ probability, threshold }: PredictionResult): number => Math.abs(probability - threshold);
