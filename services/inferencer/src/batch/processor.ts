import { setTimeout as delay } from 'node:timers/promises';
import {
  type BatchUnpacked,
  DISCLAIMER,
  type JobError,
  type PendingJob,
  type Principal,
  SCHEMA_VERSION,
} from '@pneumo/shared/contracts';
import {
  forEachLimited,
  HandedBack,
  type JobContext,
  type JobDone,
  type JobStore,
  objectKeys,
  PneumoError,
} from '@pneumo/shared/runtime';
import { type ArchiveDeps, openArchiveImages } from './archive-images.ts';
import type { BatchImages } from './batch-source.ts';
import { collectReplay } from './collect-replay.ts';
import { cutParts } from './cut-parts.ts';
import type { OpenPart } from './open-part.ts';
import { createPartWatch, type PartWatch } from './part-watch.ts';
import { openStoredImages } from './stored-images.ts';

export interface BatchDeps extends ArchiveDeps {
  readonly jobs: JobStore;
  readonly openPart: OpenPart;
  /** How often the parts are looked at. */
  readonly lookEveryMs?: number;
  readonly imagesPerPart?: number;
}

type Context = JobContext<'batch'>;

const LOOK_EVERY_MS = 1_000;
/** Parts sent on their way side by side. */
const AT_ONCE = 8;

const incomplete = (failures: readonly JobError[], parts: number): PneumoError => {
  const codes = [...new Set(failures.map(({ code }) => code))].join(', ');
  return new PneumoError('batch_incomplete', `${failures.length} of ${parts} parts failed (${codes}).`);
};

/** Cuts a batch into parts, which are jobs of their own, and waits for them; whoever takes it over goes on where it stands. */
export const createBatchProcessor = (deps: BatchDeps) => {
  const { store, jobs, lookEveryMs = LOOK_EVERY_MS, imagesPerPart } = deps;

  const openImages = async ({ principal, input, stop }: Context): Promise<BatchImages> => {
    const { folder, source } = input;
    if (source.type === 'upload') return openArchiveImages(deps, principal, source, stop);
    if (source.type === 'replay') await collectReplay(deps, principal, { folder, source, signal: stop });
    return openStoredImages(store, principal, folder);
  };

  const tryUnpacked = async ({ principal, input }: Context): Promise<BatchUnpacked | undefined> => {
    const found = await store.tryGet(objectKeys.batchUnpacked(principal.workspace, input.folder));
    return found === undefined ? undefined : (JSON.parse(found.bytes.toString()) as BatchUnpacked);
  };

  /** How far it is, at most once in a while; the counts also go to the store, for those who ask. */
  const createTeller = ({ principal, input, progress }: Context, watch: PartWatch) => {
    const startedMs = performance.now();
    // What an earlier attempt did says nothing of how fast this one is.
    const firstDone = watch.counts().images;
    let toldImages = -1;
    return async (stage: string, total: number): Promise<void> => {
      const counts = watch.counts();
      const since = counts.images - firstDone;
      const secondsLeft = ((performance.now() - startedMs) / 1_000 / since) * (total - counts.images);
      await progress({
        done: counts.images,
        total,
        unit: 'images',
        stage,
        ...(since === 0 ? {} : { secondsLeft: Math.round(secondsLeft) }),
      });
      if (counts.images === toldImages) return;
      toldImages = counts.images;
      await store.putJson(objectKeys.batchProgress(principal.workspace, input.folder), counts);
    };
  };

  /** All parts are cut and on their way when this resolves. */
  const sendParts = async (
    context: Context,
    watch: PartWatch,
    tell: (stage: string, total: number) => Promise<void>,
  ): Promise<BatchUnpacked> => {
    const { principal, input, stop } = context;
    const { folder } = input;
    const before = await tryUnpacked(context);
    if (before !== undefined) {
      await forEachLimited(Array(before.parts).keys(), AT_ONCE, (part) => watch.add(part));
      return before;
    }
    const source = await openImages(context);
    try {
      let lookedMs = performance.now();
      const { images } = source;
      const parts = await cutParts(store, principal, {
        folder,
        items: source.items(),
        signal: stop,
        imagesPerPart,
        onPart: async (part) => {
          await watch.add(part);
          if (performance.now() - lookedMs < lookEveryMs) return;
          await watch.look();
          await tell('reading and predicting', images);
          lookedMs = performance.now();
        },
      });
      const unpacked: BatchUnpacked = { schemaVersion: SCHEMA_VERSION, images, parts };
      await store.putJson(objectKeys.batchUnpacked(principal.workspace, folder), unpacked);
      return unpacked;
    } finally {
      await source.release();
    }
  };

  const run = async (context: Context, batch: PendingJob): Promise<JobDone<'batch'>> => {
    const { principal, input, stop } = context;
    await context.progress({ done: 0, total: 0, unit: 'images', stage: 'opening' });
    const watch = createPartWatch(deps, principal, batch, input);
    await watch.look();
    const tell = createTeller(context, watch);
    const { images, parts } = await sendParts(context, watch, tell);
    for (;;) {
      await watch.look();
      await tell('predicting', images);
      if (watch.open() === 0) break;
      await delay(lookEveryMs, undefined, { signal: stop });
    }
    const failures = watch.failures();
    if (failures.length > 0) throw incomplete(failures, parts);
    const { alias, version } = input;
    return { result: { ...watch.counts(), model: { alias, version }, parts, disclaimer: DISCLAIMER } };
  };

  return async (context: Context): Promise<JobDone<'batch'>> => {
    const { stop } = context;
    try {
      return await run(context, await pendingOf(jobs, context.principal, context.jobId));
    } catch (error) {
      // What is cut and predicted by then stays.
      if (stop.aborted && stop.reason === 'shutdown') throw new HandedBack();
      throw error;
    }
  };
};

const pendingOf = async (jobs: JobStore, principal: Principal, jobId: string): Promise<PendingJob> => {
  const pending = await jobs.tryPending(principal, jobId);
  // It has ended: whatever comes of this attempt is dropped.
  if (pending === undefined) throw new HandedBack();
  return pending;
};
