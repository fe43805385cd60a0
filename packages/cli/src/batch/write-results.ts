import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import type { BatchLine } from '@pneumo/shared/contracts';
import type { CommandRun } from '../cli-context.ts';
import { csvRow } from '../output/csv-row.ts';

export type ResultFormat = 'ndjson' | 'csv';

/** `index,name,nameSha256,` at the start of a row. */
const ROW_START = /^(\d+),(?:"(?:[^"]|"")*"|[^",]*),([0-9a-f]{64}),/;

/** The line with the path that the caller sent in place of the name that the gateway shows. */
const withOwnName = (line: string, format: ResultFormat, names: ReadonlyMap<string, string>): string => {
  if (names.size === 0 || line === '') return line;
  if (format === 'csv') {
    return line.replace(ROW_START, (start, index: string, hash: string) => {
      const name = names.get(hash);
      return name === undefined ? start : `${csvRow([index, name, hash])},`;
    });
  }
  const parsed = JSON.parse(line) as BatchLine;
  const name = names.get(parsed.nameSha256 ?? '');
  return name === undefined ? line : JSON.stringify({ ...parsed, name });
};

async function* linesOf(
  body: Readable,
  format: ResultFormat,
  names: ReadonlyMap<string, string>,
): AsyncGenerator<string> {
  for await (const line of createInterface({ input: body, crlfDelay: Infinity })) {
    yield `${withOwnName(line, format, names)}${format === 'csv' ? '\r\n' : '\n'}`;
  }
}

/** Writes what a batch has come to so far, an image a line, to a file or to stdout; memory holds a piece of it. */
export const writeResults = async (
  { api, context, signal }: CommandRun,
  batchId: string,
  { format, file, names }: { format: ResultFormat; file: string | undefined; names: ReadonlyMap<string, string> },
): Promise<void> => {
  const response = await api.send(`/v1/batches/${encodeURIComponent(batchId)}/results?format=${format}`);
  const body = Readable.fromWeb(response.body as WebStream<Uint8Array>);
  const lines = Readable.from(linesOf(body, format, names));
  if (file !== undefined) {
    await pipeline(lines, createWriteStream(file), { signal });
    return;
  }
  // Stdout stays open for what comes after.
  const toStdout = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      if (context.stdout.write(chunk)) done();
      else context.stdout.once('drain', done);
    },
  });
  await pipeline(lines, toStdout.resume(), { signal });
};
