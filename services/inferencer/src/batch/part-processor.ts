import { decodeCanonicalPng, ImageError } from '@pneumo/imaging';
import type { SiteInForce } from '@pneumo/models';
import {
  type BatchItem,
  type BatchItems,
  type BatchLine,
  DISCLAIMER,
  NO_BATCH_COUNTS,
  type Principal,
} from '@pneumo/shared/contracts';
import {
  forEachLimited,
  HandedBack,
  type JobContext,
  type JobDone,
  type JobStore,
  type ObjectStore,
  objectKeys,
  PneumoError,
} from '@pneumo/shared/runtime';
import type { SitePoints } from '../commissioning/site-points.ts';
import { predictImage } from '../prediction/predict-image.ts';
import type { VersionCache, VersionInUse } from '../prediction/version-cache.ts';
import { addCounts, countLine } from './batch-counts.ts';

export interface BatchPartDeps {
  readonly store: ObjectStore;
  readonly jobs: JobStore;
  readonly versions: VersionCache;
  readonly sitePoints: SitePoints;
  readonly codeVersion: string;
  /** Images read or waiting for the engine at the same time. */
  readonly imagesAtOnce: number;
  /** Resolves when no single prediction needs this process more. */
  readonly giveWay?: () => Promise<void>;
}

type Context = JobContext<'batch-part'>;

/** One part of a batch: each of its images answered, or failed with its reason; the results are published by the outcome. */
export const createBatchPartProcessor = (deps: BatchPartDeps) => {
  const { store, jobs, versions, sitePoints, codeVersion, imagesAtOnce, giveWay = () => Promise.resolve() } = deps;

  const predict = async (
    { principal, input }: Context,
    inUse: VersionInUse,
    site: SiteInForce,
    item: BatchItem,
  ): Promise<BatchLine> => {
    const { imageId, film, error } = item;
    if (imageId === undefined || error !== undefined) return { ...item, disclaimer: DISCLAIMER };
    const stored = await store.tryGet(objectKeys.image(principal.workspace, imageId));
    if (stored === undefined) throw new PneumoError('image_not_found', `Image ${imageId} is not stored.`);
    await giveWay();
    const picture = await decodeCanonicalPng(stored.bytes, { sha256: imageId });
    const { alias, abstain, abstainOn } = input;
    const { result } = await predictImage(
      inUse,
      { imageId, ...picture, ...(film === undefined ? {} : { film }) },
      {
        alias,
        site,
        codeVersion,
        abstain,
        explain: false,
        lane: 'bulk',
        ...(abstainOn === undefined ? {} : { abstainOn }),
      },
    );
    return { ...item, ...result };
  };

  const lineOf = async (...[context, inUse, site, item]: Parameters<typeof predict>): Promise<BatchLine> => {
    try {
      return await predict(context, inUse, site, item);
    } catch (error) {
      const isOfImage =
        error instanceof ImageError || (error instanceof PneumoError && error.code === 'image_not_found');
      if (!isOfImage) throw error;
      const { code, message } = error;
      return { ...item, error: { code, message }, disclaimer: DISCLAIMER };
    }
  };

  const readItems = async ({ workspace }: Principal, folder: string, part: number): Promise<readonly BatchItem[]> => {
    const { bytes } = await store.get(objectKeys.batchItems(workspace, folder, part));
    return (JSON.parse(bytes.toString()) as BatchItems).items;
  };

  const run = async (context: Context): Promise<JobDone<'batch-part'>> => {
    const { principal, input, stop, attemptKey } = context;
    const { folder, part, batch, version } = input;
    if ((await jobs.tryRecord(principal, batch)) !== undefined) {
      throw new PneumoError('job_finished', 'The batch ended before this part began.');
    }
    const items = await readItems(principal, folder, part);
    const lines: BatchLine[] = [];
    // One version and one operating point for the whole part.
    await versions.use(principal, version, async (inUse) => {
      const site = await sitePoints.inForce(principal, version);
      await forEachLimited(items.entries(), imagesAtOnce, async ([at, item]) => {
        stop.throwIfAborted();
        lines[at] = await lineOf(context, inUse, site, item);
      });
    });
    const counts = lines.map(countLine).reduce(addCounts, NO_BATCH_COUNTS);
    await store.put(attemptKey('results.ndjson'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await store.putJson(attemptKey('counts.json'), counts);
    const { workspace } = principal;
    return {
      result: counts,
      // The counts last: the part is done once they are there.
      publish: [
        {
          from: attemptKey('results.ndjson'),
          to: objectKeys.batchResults(workspace, folder, part),
          contentType: 'application/x-ndjson',
        },
        {
          from: attemptKey('counts.json'),
          to: objectKeys.batchCounts(workspace, folder, part),
          contentType: 'application/json',
        },
      ],
    };
  };

  return async (context: Context): Promise<JobDone<'batch-part'>> => {
    try {
      return await run(context);
    } catch (error) {
      if (context.stop.aborted && context.stop.reason === 'shutdown') throw new HandedBack();
      throw error;
    }
  };
};
