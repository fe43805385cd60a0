import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  type FinalState,
  isFinal,
  type JobResource,
  type JobState,
  type PredictionResult,
} from '@pneumo/shared/contracts';
import type { CommandRun } from '../cli-context.ts';
import { CliError, EXIT_CODES, type ExitCode } from '../cli-error.ts';
import { repeatCall } from '../http/repeat-call.ts';
import { endedBadly, watchJob } from '../http/watch-job.ts';
import { createSilentProgress } from '../output/progress-display.ts';

export interface PredictRequest {
  readonly model: string;
  readonly explain: boolean;
  readonly abstain: boolean;
  readonly priority: 'routine' | 'urgent';
  readonly wait: boolean;
  /** Where the heat map of a file goes. */
  readonly heatmapOf: (file: string) => string;
}

/** What came of one file. */
export interface FileAnswer {
  /** As it was given. */
  readonly file: string;
  /** `refused`: no job came of it. */
  readonly state: JobState | 'refused';
  readonly jobId?: string;
  /** Where the page shows it. */
  readonly page?: string;
  readonly result?: PredictionResult;
  /** The picture with the map laid over it, where one was asked for and there is one. */
  readonly heatmap?: string;
  readonly error?: { readonly code?: string; readonly message: string };
  /** What the command ends with for it, where it failed. */
  readonly exitCode?: ExitCode;
}

/** The most that the gateway takes. */
const WAIT_SECONDS = 30;

const read = async (path: string): Promise<Buffer<ArrayBuffer>> => {
  try {
    return await readFile(path);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : '';
    const why = { ENOENT: 'is not there', EISDIR: 'is a folder: pneumo batch takes folders' }[String(code)];
    throw new CliError(`${path} ${why ?? `cannot be read (${String(code)})`}.`, EXIT_CODES.failed, { cause });
  }
};

const formOf = (bytes: Buffer<ArrayBuffer>, { model, explain, abstain, priority }: PredictRequest): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries({ model, explain, abstain, priority })) form.set(name, String(value));
  // The name of the file could be a person's, and is of no use there.
  form.set('image', new Blob([bytes]), 'film');
  return form;
};

/** The film with the heat map laid over it: a transparent picture alone is of little use outside of the page. */
const saveHeatmap = async ({ api }: CommandRun, jobId: string, imageId: string, path: string): Promise<void> => {
  const bytesOf = async (address: string): Promise<Uint8Array> =>
    new Uint8Array(await (await api.send(address)).arrayBuffer());
  const [film, map] = await Promise.all([bytesOf(`/v1/images/${imageId}`), bytesOf(`/v1/jobs/${jobId}/heatmap.png`)]);
  // Loaded only now: what draws takes a while that other answers need not wait for.
  const { layOverFilm } = await import('@pneumo/imaging');
  await writeFile(path, await layOverFilm(film, map));
};

const send = async (run: CommandRun, path: string, request: PredictRequest): Promise<JobResource> => {
  const bytes = await read(path);
  const headers = {
    'idempotency-key': randomUUID(),
    ...(request.wait ? { prefer: `wait=${WAIT_SECONDS}` } : {}),
  };
  return repeatCall(
    () => run.api.json<JobResource>('/v1/predictions', { method: 'POST', headers, body: formOf(bytes, request) }),
    run.signal,
  );
};

const isAnswered = (job: JobResource): job is JobResource & { state: FinalState; result: PredictionResult } =>
  job.state === 'succeeded';

/** Asks about one picture file, and waits for the answer where the request says so. Faults of the file, the request or its job become part of the answer. */
export const askFile = async (run: CommandRun, file: string, request: PredictRequest): Promise<FileAnswer> => {
  let job: JobResource | undefined;
  try {
    job = await send(run, resolve(run.context.env.callerDir, file), request);
    if (request.wait && !isFinal(job.state)) {
      job = await watchJob({ ...run, progress: createSilentProgress() }, job.id);
    }
    const { id: jobId, state } = job;
    const told = { file, state, jobId, page: `${run.api.server}/assess/${jobId}` };
    if (!isFinal(state)) return told;
    if (!isAnswered(job)) throw endedBadly(job);
    const { result } = job;
    if (!request.explain || result.explanation === undefined) return { ...told, result };
    const heatmap = request.heatmapOf(file);
    await saveHeatmap(run, jobId, result.evidence.imageId, resolve(run.context.env.callerDir, heatmap));
    return { ...told, result, heatmap };
  } catch (error) {
    if (run.signal.aborted || !(error instanceof Error)) throw error;
    const { message } = error;
    const { code, exitCode } = error instanceof CliError ? error : { code: undefined, exitCode: EXIT_CODES.failed };
    return {
      file,
      state: job?.state ?? 'refused',
      ...(job === undefined ? {} : { jobId: job.id, page: `${run.api.server}/assess/${job.id}` }),
      error: { ...(code === undefined ? {} : { code }), message },
      exitCode,
    };
  }
};
