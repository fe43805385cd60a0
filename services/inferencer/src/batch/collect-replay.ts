import {
  type BatchItem,
  type BatchSource,
  type JobRecord,
  MAX_BATCH_IMAGES,
  type PredictionInput,
  type PredictionResult,
  type Principal,
} from '@pneumo/shared/contracts';
import {
  forEachLimited,
  type JobStore,
  type ObjectStore,
  objectKeys,
  PneumoError,
  PreconditionFailed,
} from '@pneumo/shared/runtime';

type ReplaySource = Extract<BatchSource, { type: 'replay' }>;
type Replayed = Omit<BatchItem, 'index'> & { readonly imageId: string; readonly replayOf: string };

/** Records read side by side. */
const AT_ONCE = 16;

/** Milliseconds in a UUIDv7; jobs sort by it. */
const createdMs = (jobId: string): number => Number.parseInt(jobId.replaceAll('-', '').slice(0, 12), 16);

const isAnsweredBy = (record: JobRecord, model: string | undefined): boolean => {
  if (record.kind !== 'prediction' || record.state !== 'succeeded') return false;
  const used = (record.result as PredictionResult).model;
  return model === undefined || used.version === model || used.alias === model;
};

const replayedOf = (record: JobRecord): Replayed => {
  const { imageId, film } = record.input as PredictionInput;
  return { imageId, replayOf: record.id, ...(film === undefined ? {} : { film }) };
};

/**
 * Finds the images of past predictions, each once, in the order in which they were first asked for, and writes their list
 * beside the batch; a list that is there already counts. Throws `batch_empty` or `batch_too_large`.
 */
export const collectReplay = async (
  { store, jobs }: { store: ObjectStore; jobs: JobStore },
  principal: Principal,
  { folder, source, signal }: { folder: string; source: ReplaySource; signal: AbortSignal },
): Promise<void> => {
  const key = objectKeys.batchImages(principal.workspace, folder);
  if (await store.exists(key)) return;
  const sinceMs = source.since === undefined ? 0 : Date.parse(source.since);
  const untilMs = Date.parse(source.until);

  async function* asked(): AsyncGenerator<string> {
    for await (const jobId of jobs.listJobs(principal.workspace)) {
      signal.throwIfAborted();
      const atMs = createdMs(jobId);
      // In the order of their times.
      if (atMs >= untilMs) return;
      if (atMs >= sinceMs) yield jobId;
    }
  }

  const first = new Map<string, Replayed>();
  await forEachLimited(asked(), AT_ONCE, async (jobId) => {
    const record = await jobs.tryRecord(principal, jobId);
    if (record === undefined || !isAnsweredBy(record, source.answeredBy)) return;
    const replayed = replayedOf(record);
    const known = first.get(replayed.imageId);
    if (known === undefined || replayed.replayOf < known.replayOf) first.set(replayed.imageId, replayed);
    if (first.size > MAX_BATCH_IMAGES) {
      throw new PneumoError('batch_too_large', `More than ${MAX_BATCH_IMAGES} images were predicted in that time.`);
    }
  });
  if (first.size === 0) throw new PneumoError('batch_empty', 'No prediction of that time and model is recorded.');
  const lines = [...first.values()]
    .sort((a, b) => (a.replayOf < b.replayOf ? -1 : 1))
    .map((replayed) => `${JSON.stringify(replayed)}\n`);
  try {
    await store.put(key, lines.join(''), { ifNoneMatch: '*', contentType: 'application/x-ndjson' });
  } catch (error) {
    // Another attempt was first. Predictions may have ended in between: its list is the one that was cut into parts.
    if (!(error instanceof PreconditionFailed)) throw error;
  }
};
