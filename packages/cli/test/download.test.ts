import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { downloadFile } from '../src/download/download-file.ts';
import { type FileServer, fallSilent, refuse, serve, serveWhole, startFileServer } from './file-server.ts';

/** More than the sockets between hold, so that a cut after most of it comes when some of it is stored. */
const BYTES = randomBytes(24_000_000);
const OTHER = randomBytes(2_000_000);
const CUT = 16_000_000;
const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');

let server: FileServer;
let folder: string;
beforeAll(async () => {
  server = await startFileServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pneumo-download-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const download = async (
  options: { url?: string; hex?: string; silenceMs?: number; signal?: AbortSignal } = {},
): Promise<{ notes: string[]; progress: [number, number][] }> => {
  const notes: string[] = [];
  const progress: [number, number][] = [];
  await downloadFile({
    url: options.url ?? server.url,
    file: join(folder, 'sub/file.h5'),
    checksum: { algorithm: 'md5', hex: options.hex ?? md5(BYTES) },
    signal: options.signal ?? new AbortController().signal,
    onProgress: (done, total) => progress.push([done, total]),
    onNote: (line) => notes.push(line),
    otherwise: 'Or import it.',
    ...(options.silenceMs === undefined ? {} : { silenceMs: options.silenceMs }),
  });
  return { notes, progress };
};
const files = async (): Promise<string[]> => (await readdir(join(folder, 'sub')).catch(() => [])).sort();
const content = (): Promise<Buffer> => readFile(join(folder, 'sub/file.h5'));

describe('a download', () => {
  it('brings the file whole, tells how far it is, and is not done twice', async () => {
    server.behave(serve(BYTES));
    const { progress } = await download();
    expect((await content()).equals(BYTES)).toBe(true);
    expect(await files()).toEqual(['file.h5']);
    expect(progress[0]).toEqual([0, BYTES.length]);
    expect(progress.at(-1)).toEqual([BYTES.length, BYTES.length]);
    await download();
    expect(server.ranges).toHaveLength(1);
  });

  it('goes on by itself where a connection was cut, as long as that brings something', async () => {
    server.behave(serve(BYTES, { cutAfter: CUT }), serve(BYTES));
    const { notes } = await download();
    expect((await content()).equals(BYTES)).toBe(true);
    expect(notes).toHaveLength(1);
    expect(server.ranges).toEqual(['', expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
  });

  it('gives up when nothing more comes, keeps what has come, and goes on from there when run again', async () => {
    server.behave(serve(BYTES, { cutAfter: CUT }), refuse(503));
    await expect(download()).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(/answered 503\. .* MB are kept: the same command goes on from there/) as string,
    });
    expect(await files()).toEqual(['file.h5.partial', 'file.h5.partial.etag']);
    server.behave(serve(BYTES));
    await download();
    expect(server.ranges).toEqual([expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
    expect((await content()).equals(BYTES)).toBe(true);
  });

  it('begins anew when the file behind the address has changed, and where there are no ranges', async () => {
    for (const end of [serve(OTHER, { etag: '"two"' }), serveWhole(OTHER)]) {
      server.behave(serve(BYTES, { cutAfter: CUT }), refuse(404));
      await expect(download()).rejects.toThrow('answered 404');
      server.behave(end);
      await download({ hex: md5(OTHER) });
      expect((await content()).equals(OTHER)).toBe(true);
      await rm(join(folder, 'sub'), { recursive: true });
    }
  });

  it('takes a part that is whole already for whole', async () => {
    server.behave(serve(BYTES));
    await download();
    await rename(join(folder, 'sub/file.h5'), join(folder, 'sub/file.h5.partial'));
    await download();
    expect(server.ranges.at(-1)).toBe(`bytes=${BYTES.length}-`);
    expect(await files()).toEqual(['file.h5']);
  });

  it('removes what is not the file that was meant, and replaces such a file that lies there', async () => {
    server.behave(serve(OTHER));
    await expect(download()).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining(`not ${md5(BYTES)}`) as string,
    });
    expect(await files()).toEqual([]);
    await download({ hex: md5(OTHER) });
    server.behave(serve(BYTES));
    await download();
    expect((await content()).equals(BYTES)).toBe(true);
  });

  it('takes a silent connection for cut off', async () => {
    server.behave(fallSilent(BYTES, 100_000), serve(BYTES));
    const { notes } = await download({ silenceMs: 100 });
    expect(notes[0]).toContain('silent');
    expect((await content()).equals(BYTES)).toBe(true);
  });

  it('says so when nobody is there, and stops at once when told to', async () => {
    const gone = await startFileServer();
    await gone.close();
    await expect(download({ url: gone.url })).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(/ECONNREFUSED.*Or import it/) as string,
    });
    server.behave(fallSilent(BYTES, 100_000));
    const stop = new AbortController();
    const stopped = download({ signal: stop.signal });
    stop.abort(new Error('stopped'));
    await expect(stopped).rejects.toThrow('stopped');
  });
});
