import { mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preprocessingFor } from '@pneumo/imaging/pure';
import { objectKeys } from '@pneumo/shared/runtime';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestRuntime, PRINCIPAL, type TestRuntime } from '../../../packages/shared/test/create-test-runtime.ts';
import { createImageCache, type ImageCache } from '../src/image-cache.ts';
import { storePhantomDataset } from './phantom-dataset.ts';

const SIDE = 32;
let runtime: TestRuntime;
let imageIds: string[];
let root: string;
let cached: string;

beforeAll(async () => {
  runtime = await createTestRuntime();
  imageIds = (await storePhantomDataset(runtime, PRINCIPAL, 'ds-cache', 40)).rows.map(({ imageId }) => imageId);
});
afterAll(() => runtime.close());
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pneumo-cache-'));
  cached = join(root, 'images');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const open = (keep: number): ImageCache =>
  createImageCache({ store: runtime.store, folder: cached, keep, logger: runtime.logger });
const own = (): Promise<string> => mkdtemp(join(root, 'job-'));

interface Wanted {
  ids?: readonly string[];
  signal?: AbortSignal;
  onProgress?: (done: number) => Promise<void>;
}

const prepare = async (cache: ImageCache, wanted: Wanted = {}): Promise<{ path: string; decoded: number }> => {
  let decoded = 0;
  const path = await cache.prepare(PRINCIPAL, {
    imageIds: wanted.ids ?? imageIds,
    preprocessing: preprocessingFor(SIDE),
    folder: await own(),
    signal: wanted.signal ?? new AbortController().signal,
    onProgress: async (done) => {
      decoded = done;
      await wanted.onProgress?.(done);
    },
  });
  return { path, decoded };
};
const imageAt = async (path: string, index: number): Promise<Buffer> =>
  (await readFile(path)).subarray(index * SIDE ** 2, (index + 1) * SIDE ** 2);

describe('the image cache', () => {
  it('decodes a data set once, and the same images in another order anew', async () => {
    const cache = open(3);
    const first = await prepare(cache);
    expect(first.decoded).toBe(imageIds.length);
    const again = await prepare(cache);
    expect(again.decoded).toBe(0);
    expect(await readFile(again.path)).toEqual(await readFile(first.path));
    const turned = await prepare(cache, { ids: imageIds.toReversed() });
    expect(await imageAt(turned.path, 0)).toEqual(await imageAt(first.path, imageIds.length - 1));
    expect(await imageAt(turned.path, 0)).not.toEqual(await imageAt(first.path, 0));
  });

  it('keeps no more files than it may, and takes none from those who use it', async () => {
    const cache = open(1);
    const first = await prepare(cache);
    for (const start of [1, 2, 3]) await prepare(cache, { ids: imageIds.slice(start) });
    expect(await readdir(cached)).toHaveLength(1);
    expect(await readFile(first.path)).toHaveLength(imageIds.length * SIDE ** 2);
  });

  it('can be shared by trainers that build the same file at the same time', async () => {
    const built = await Promise.all([prepare(open(1)), prepare(open(1)), prepare(open(1))]);
    const contents = await Promise.all(built.map(({ path }) => readFile(path)));
    expect(contents[1]).toEqual(contents[0]);
    expect(contents[2]).toEqual(contents[0]);
    expect(await readdir(cached)).toHaveLength(1);
    expect((await prepare(open(1))).decoded).toBe(0);
  });

  it('stops when it is told to, in the middle, and leaves nothing that counts as whole', async () => {
    const controller = new AbortController();
    const cache = open(3);
    const stopped = prepare(cache, {
      signal: controller.signal,
      onProgress: () => {
        controller.abort('cancelled');
        return Promise.resolve();
      },
    });
    await expect(stopped).rejects.toBe('cancelled');
    expect(await readdir(cached)).toEqual([]);
    expect((await prepare(cache)).decoded).toBe(imageIds.length);
  });

  it('names an image that is gone, and leaves nothing that counts as whole', async () => {
    const gone = 'f'.repeat(64);
    await expect(prepare(open(3), { ids: [...imageIds, gone] })).rejects.toMatchObject({ code: 'image_not_found' });
    expect(await readdir(cached)).toEqual([]);
  });

  it('refuses an image whose pixels are not those of its id', async () => {
    const [first, second] = imageIds;
    const key = objectKeys.image(PRINCIPAL.workspace, first!);
    const { bytes } = await runtime.store.get(key);
    await runtime.store.put(key, (await runtime.store.get(objectKeys.image(PRINCIPAL.workspace, second!))).bytes);
    await expect(prepare(open(3))).rejects.toMatchObject({ code: 'image_unreadable' });
    await runtime.store.put(key, bytes);
  });

  it('builds a file anew that has not the right size', async () => {
    const cache = open(3);
    await prepare(cache);
    await truncate(join(cached, (await readdir(cached))[0]!), SIDE);
    const { path, decoded } = await prepare(cache);
    expect(decoded).toBe(imageIds.length);
    expect(await readFile(path)).toHaveLength(imageIds.length * SIDE ** 2);
  });
});
