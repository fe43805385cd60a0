import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { JobResource } from '@pneumo/shared/contracts';
import type { CommandRun } from '../cli-context.ts';
import type { ArchiveSource } from './archive-source.ts';

/** A multipart form whose file is read while it is sent. */
async function* formOf(
  boundary: string,
  fields: readonly (readonly [string, string])[],
  archive: Readable,
  onSent: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const text = (part: string): Uint8Array => Buffer.from(part);
  for (const [name, value] of fields) {
    yield text(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  }
  yield text(
    `--${boundary}\r\ncontent-disposition: form-data; name="archive"; filename="images.zip"\r\ncontent-type: application/zip\r\n\r\n`,
  );
  let sent = 0;
  for await (const chunk of archive as AsyncIterable<Uint8Array>) {
    yield chunk;
    sent += chunk.length;
    onSent(sent);
  }
  yield text(`\r\n--${boundary}--\r\n`);
}

/** Sends a zip and fields beside it to the gateway, holding a piece of it in memory, and gives the job that the gateway has made. */
export const uploadArchive = async (
  { api, progress }: CommandRun,
  path: string,
  source: ArchiveSource,
  fields: readonly (readonly [name: string, value: string])[],
): Promise<JobResource> => {
  const boundary = `pneumo-${randomUUID()}`;
  const total = source.sizeBytes;
  const form = formOf(boundary, fields, source.stream(), (sent) =>
    progress.show({ stage: 'uploading', done: Math.min(sent, total), total, unit: 'bytes' }),
  );
  const job = await api.json<JobResource>(path, {
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: ReadableStream.from<Uint8Array>(form),
  });
  progress.clear();
  return job;
};
