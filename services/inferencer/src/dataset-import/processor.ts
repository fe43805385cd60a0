import { join } from 'node:path';
import type { DecodePool } from '@pneumo/imaging';
import {
  type DatasetImportInput,
  type DatasetManifest,
  type DatasetSummary,
  datasetIdOf,
  SCHEMA_VERSION,
} from '@pneumo/shared/contracts';
import {
  createWorkspaceSecrets,
  HandedBack,
  type JobContext,
  type JobDone,
  type ObjectStore,
  objectKeys,
} from '@pneumo/shared/runtime';
import type { SourceEntry } from '../archive/source-entry.ts';
import { fetchUpload } from '../archive/upload-file.ts';
import { openZip } from '../archive/zip-reader.ts';
import { findLabels } from './find-labels.ts';
import { type ImportedDataset, importDataset } from './importer.ts';
import { openInbox } from './inbox-reader.ts';
import { openReviews, type ReviewsReader } from './reviews-reader.ts';

export interface DatasetImportDeps {
  readonly store: ObjectStore;
  readonly decodePool: Pick<DecodePool, 'decode'>;
  /** Scratch space for archives, which can be larger than memory. */
  readonly cacheDir: string;
}

type Context = JobContext<'dataset-import'>;

interface Source {
  count: number;
  entries(): AsyncIterable<SourceEntry>;
  described?: ReviewsReader['described'];
  release(): Promise<void>;
}

const PROGRESS_EVERY_MS = 300;

/** Makes a data set of an upload, an inbox folder or reviewed images: the images are stored, the manifest is published by the outcome. */
export function createDatasetImportProcessor({ store, decodePool, cacheDir }: DatasetImportDeps) {
  const secrets = createWorkspaceSecrets(store);

  const openSource = async ({ principal, stop }: Context, { source }: DatasetImportInput): Promise<Source> => {
    if (source.type !== 'upload') {
      const opened = await (source.type === 'inbox'
        ? openInbox(store, principal, source.prefix)
        : openReviews(store, principal, source));
      return { ...opened, release: () => Promise.resolve() };
    }
    const upload = await fetchUpload(store, principal, source, { folder: join(cacheDir, 'imports'), signal: stop });
    try {
      const zip = await openZip(upload.path);
      const release = async () => {
        zip.close();
        await upload.remove();
      };
      return { count: zip.count, entries: () => zip.entries(), release };
    } catch (error) {
      await upload.remove();
      throw error;
    }
  };

  const run = async (context: Context): Promise<JobDone<'dataset-import'>> => {
    const { input, principal, stop } = context;
    await context.progress({ done: 0, total: 0, unit: 'files', stage: 'opening' });
    const source = await openSource(context, input);
    try {
      const { described } = source;
      const labels = described === undefined ? await findLabels(source.entries()) : undefined;
      const dataset = await importDataset({
        entries: source.entries(),
        total: source.count,
        decodePool,
        putImage: async (imageId, png) => {
          await store.put(objectKeys.image(principal.workspace, imageId), png, { contentType: 'image/png' });
        },
        classes: input.classes,
        labels,
        described,
        hashes: {
          patient: await secrets.keyedHash(principal.workspace, 'patient'),
          fileName: await secrets.keyedHash(principal.workspace, 'file-name'),
        },
        seed: input.seed,
        onProgress: throttled(context),
        onAudit: () => {
          void context.progress({ done: source.count, total: source.count, unit: 'files', stage: 'auditing' });
        },
        signal: stop,
      });
      return await finish(context, dataset);
    } finally {
      await source.release();
    }
  };

  const finish = async (context: Context, dataset: ImportedDataset): Promise<JobDone<'dataset-import'>> => {
    const { principal } = context;
    const summary = summaryOf(context, dataset);
    const { rows, rejected, duplicates, audit, pictures } = dataset;
    const manifest: DatasetManifest = { ...summary, rows, rejected, duplicates, audit };
    for (const { name, png } of pictures) {
      await store.put(context.attemptKey(name), png, { contentType: 'image/png' });
    }
    await store.putJson(context.attemptKey('summary.json'), summary);
    await store.putJson(context.attemptKey('manifest.json'), manifest);
    const contentType = 'application/json';
    return {
      result: {
        dataset: summary.id,
        images: summary.images,
        patients: summary.patients,
        rejected: summary.rejectedCount,
        duplicates: summary.duplicateCount,
        warnings: summary.warnings,
      },
      // The manifest last: the data set exists once it is there.
      publish: [
        ...pictures.map(({ name }) => ({
          from: context.attemptKey(name),
          to: objectKeys.datasetPicture(principal.workspace, summary.id, name),
          contentType: 'image/png',
        })),
        {
          from: context.attemptKey('summary.json'),
          to: objectKeys.datasetSummary(principal.workspace, summary.id),
          contentType,
        },
        {
          from: context.attemptKey('manifest.json'),
          to: objectKeys.dataset(principal.workspace, summary.id),
          contentType,
        },
      ],
    };
  };

  return async (context: Context): Promise<JobDone<'dataset-import'>> => {
    try {
      return await run(context);
    } catch (error) {
      // Images already stored stay: they are named by their content, and the next attempt puts the same ones.
      if (context.stop.aborted && context.stop.reason === 'shutdown') throw new HandedBack();
      throw error;
    }
  };
}

function summaryOf({ jobId, input, createdAt }: Context, dataset: ImportedDataset): DatasetSummary {
  return {
    schemaVersion: SCHEMA_VERSION,
    id: datasetIdOf(jobId),
    name: input.name,
    createdAt,
    importJob: jobId,
    seed: input.seed,
    images: dataset.rows.length,
    patients: dataset.patients,
    splits: dataset.splits,
    hasPublishedTest: dataset.hasPublishedTest,
    ...(input.ageBands === undefined ? {} : { ageBands: input.ageBands }),
    contentSha256: dataset.contentSha256,
    rejectedCount: dataset.rejected.length,
    duplicateCount: dataset.duplicates.length,
    warnings: dataset.warnings,
  };
}

/** Tells at most a few times a second, and always at the end. */
function throttled(context: Context): (done: number, total: number) => void {
  const startedMs = Date.now();
  let toldMs = 0;
  return (done, total) => {
    const nowMs = Date.now();
    if (done < total && nowMs - toldMs < PROGRESS_EVERY_MS) return;
    toldMs = nowMs;
    const secondsLeft = ((nowMs - startedMs) / 1_000 / done) * (total - done);
    void context.progress({ done, total, unit: 'files', stage: 'reading', secondsLeft: Math.round(secondsLeft) });
  };
}
