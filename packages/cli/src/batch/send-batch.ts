import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { JobResource } from '@pneumo/shared/contracts';
import { type ArchiveSource, archiveSource, type FolderRules } from '../archives/archive-source.ts';
import { uploadArchive } from '../archives/upload-archive.ts';
import type { CommandRun } from '../cli-context.ts';
import { CliError, EXIT_CODES } from '../cli-error.ts';
import { repeatCall } from '../http/repeat-call.ts';

export interface BatchRequest {
  /** Zip or folder. */
  readonly path?: string;
  /** Ids of stored images. */
  readonly images?: readonly string[];
  /** File with a stored image's id on each line. */
  readonly imagesFrom?: string;
  readonly model: string;
  readonly abstain: boolean;
}

/** Files of a DICOM archive often have no ending. */
const PICTURES: FolderRules = {
  wanted: /\.(jpe?g|png|dcm|dicom|ima)$|(^|\/)[^./]+$/i,
  wantedInWords: 'JPEG, PNG or DICOM file',
};

const idsIn = async (file: string, callerDir: string): Promise<string[]> => {
  try {
    return (await readFile(resolve(callerDir, file), 'utf8')).split(/\s+/).filter((id) => id !== '');
  } catch (cause) {
    throw new CliError(`${file} cannot be read: give a file with an image id on each line.`, EXIT_CODES.usage, {
      cause,
    });
  }
};

/** The zip or folder that the command names. */
export const picturesAt = (path: string, callerDir: string): Promise<ArchiveSource> =>
  archiveSource(resolve(callerDir, path), PICTURES);

/** Asks for the batch and gives its job. */
export const sendBatch = async (
  run: CommandRun,
  request: BatchRequest,
  archive: ArchiveSource | undefined,
): Promise<JobResource> => {
  const { model, abstain, images = [], imagesFrom } = request;
  if (archive !== undefined) {
    return uploadArchive(run, '/v1/batches', archive, [
      ['model', model],
      ['abstain', String(abstain)],
    ]);
  }
  const fromFile = imagesFrom === undefined ? [] : await idsIn(imagesFrom, run.context.env.callerDir);
  const json = { imageIds: [...images, ...fromFile], model, abstain };
  const headers = { 'idempotency-key': randomUUID() };
  return repeatCall(() => run.api.json<JobResource>('/v1/batches', { method: 'POST', headers, json }), run.signal);
};

/**
 * Paths by their SHA-256. The gateway shows a path that could name a person as a keyed hash; whoever sent the folder knows its paths
 * and finds them by this.
 */
export const pathsByHash = ({ paths = [] }: ArchiveSource): ReadonlyMap<string, string> =>
  new Map(paths.map((path) => [createHash('sha256').update(path).digest('hex'), path]));
