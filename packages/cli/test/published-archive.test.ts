import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findArchive, PUBLISHED_DATASETS } from '../src/datasets/published-archive.ts';
import { type FileServer, refuse, serveWhole, startFileServer } from './file-server.ts';

let server: FileServer;
beforeAll(async () => {
  server = await startFileServer();
});
afterAll(() => server.close());

const signal = new AbortController().signal;
const find = () => findArchive({ ...PUBLISHED_DATASETS['chest-xray-2017'], list: server.url }, signal);
const list = (value: unknown) => serveWhole(Buffer.from(JSON.stringify(value)));
const entry = (filename: string, sha256: string) => ({
  filename,
  id: 'some',
  content_details: { download_url: 'https://example.org/file', sha256_hash: sha256, size: 12, view_url: '' },
});

describe('the archive of a published data set', () => {
  it('has the address, size and hash that its publisher tells', async () => {
    server.behave(list([entry('OCT2017.tar.gz', 'a'.repeat(64)), entry('ChestXRay2017.zip', 'B'.repeat(64))]));
    expect(await find()).toEqual({ url: 'https://example.org/file', sizeBytes: 12, sha256: 'b'.repeat(64) });
  });

  it('is not guessed when the list lacks it, has another form, or is refused', async () => {
    server.behave(list([entry('OCT2017.tar.gz', 'a'.repeat(64))]));
    await expect(find()).rejects.toThrow('lists no ChestXRay2017.zip');
    server.behave(list([entry('ChestXRay2017.zip', 'no hash')]));
    await expect(find()).rejects.toThrow('not as expected');
    server.behave(serveWhole(Buffer.from('<html>')));
    await expect(find()).rejects.toThrow('not as expected');
    server.behave(refuse(403));
    await expect(find()).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('answered 403') as string,
    });
  });

  it('can be got by hand where the publisher cannot be reached', async () => {
    const gone = await startFileServer();
    await gone.close();
    const lost = findArchive({ ...PUBLISHED_DATASETS['chest-xray-2017'], list: gone.url }, signal);
    await expect(lost).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('pneumo datasets import ChestXRay2017.zip') as string,
    });
  });
});
