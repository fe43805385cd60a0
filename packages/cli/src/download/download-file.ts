import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { CliError, EXIT_CODES } from '../cli-error.ts';
import { megabytesOf } from '../output/figures.ts';
import { type Checksum, hashFile } from './checksum.ts';
import { fetchPartial } from './fetch-partial.ts';

export interface DownloadOptions {
  readonly url: string;
  /** Where the file is to lie; until it is whole, it lies beside, as `<file>.partial`. */
  readonly file: string;
  readonly checksum: Checksum;
  readonly signal: AbortSignal;
  /** `total` is 0 when the site does not tell it. */
  readonly onProgress: (doneBytes: number, totalBytes: number) => void;
  readonly onNote: (line: string) => void;
  /** What else can be done where the site cannot be reached. */
  readonly otherwise: string;
  /** A connection that is silent for this long counts as cut off. */
  readonly silenceMs?: number;
}

const SILENCE_MS = 60_000;
/** Cuts in a row that bring nothing new. */
const MAX_EMPTY_TRIES = 3;

const sizeOf = async (file: string): Promise<number> => (await stat(file).catch(() => undefined))?.size ?? 0;

/**
 * Downloads a file and checks it. What an earlier run has brought is kept and gone on from, where the site can; a connection that is
 * cut is taken up again as long as that brings something. Throws CliError: exit code 3 when the site cannot be reached or the file
 * not be ended (what came stays for the next run), 1 when it is not the file that was meant (then nothing stays).
 */
export const downloadFile = async (options: DownloadOptions): Promise<void> => {
  const { url, file, checksum, signal, onNote, silenceMs = SILENCE_MS } = options;
  const partial = `${file}.partial`;
  if ((await sizeOf(file)) > 0) {
    if ((await hashFile(file, checksum.algorithm, signal)) === checksum.hex) return;
    await rm(file);
  }
  await mkdir(dirname(file), { recursive: true });

  let emptyTries = 0;
  for (;;) {
    const before = await sizeOf(partial);
    const end = await fetchPartial({ url, partial, signal, silenceMs, onProgress: options.onProgress });
    if (end.kind === 'whole') break;
    const now = await sizeOf(partial);
    emptyTries = now > before ? 0 : emptyTries + 1;
    if (!end.isTransient || emptyTries >= MAX_EMPTY_TRIES) {
      const kept = now === 0 ? '' : ` ${megabytesOf(now)} are kept: the same command goes on from there.`;
      throw new CliError(
        `${url} could not be downloaded: ${end.reason}.${kept} ${options.otherwise}`,
        EXIT_CODES.unreachable,
      );
    }
    onNote(`The connection was cut off (${end.reason}): going on from ${megabytesOf(now)}.`);
  }

  const seen = await hashFile(partial, checksum.algorithm, signal);
  if (seen !== checksum.hex) {
    await Promise.all([rm(partial), rm(`${partial}.etag`, { force: true })]);
    throw new CliError(
      `${basename(file)} is not the file that was meant: its ${checksum.algorithm} is ${seen}, not ${checksum.hex}. It was removed; try again, or get it from another place.`,
    );
  }
  await rm(`${partial}.etag`, { force: true });
  await rename(partial, file);
};
