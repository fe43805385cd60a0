import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { getPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { createDecodePool, type DecodePoolOptions, encodePhantomJpeg, encodePhantomPng } from '../src/index.ts';
import { drawPhantom } from '../src/pure/index.ts';
import { childPids } from './child-pids.ts';
import { flatPng } from './png-fixture.ts';

const phantom = drawPhantom({ seed: 'pool', label: 'normal', size: { width: 96, height: 80 } });
const childModule = new URL('./misbehaving-child.ts', import.meta.url);
const CRASHES = flatPng(66, 40);
const HANGS = flatPng(77, 40);
const ANSWERS = flatPng(88, 40);

const opened: { close(): Promise<void> }[] = [];
function open(options: Partial<DecodePoolOptions> = {}) {
  const pool = createDecodePool({ size: 1, timeoutMs: 20_000, ...options });
  opened.push(pool);
  return pool;
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((pool) => pool.close()));
});

describe('createDecodePool', () => {
  it('decodes many images over few children, each to its own caller', async () => {
    const pool = open({ size: 2 });
    const sizes = Array.from({ length: 12 }, (_, at) => 40 + at);
    const images = await Promise.all(sizes.map((width) => pool.decode(flatPng(width, 40, width))));
    expect(images.map((image) => [image.width, image.pixels[0]])).toEqual(sizes.map((width) => [width, width]));
  });

  it.skipIf(process.platform !== 'linux')(
    'leaves the processor to others where it works in the background',
    async () => {
      const niceness = async (options: Partial<DecodePoolOptions>): Promise<number[]> => {
        const before = new Set(await childPids());
        await open(options).decode(ANSWERS);
        return (await childPids()).filter((pid) => !before.has(pid)).map((pid) => getPriority(pid));
      };
      const [own] = await niceness({});
      const [background] = await niceness({ inBackground: true });
      expect(own).toBe(getPriority());
      expect(background).toBeGreaterThan(own!);
    },
  );

  it('gives back plain bytes that survive the process border', async () => {
    const image = await open().decode(encodePhantomPng(phantom));
    expect(image.pixels).toBeInstanceOf(Uint8Array);
    expect(Buffer.compare(image.pixels, phantom.pixels)).toBe(0);
  });

  it('refuses by header without starting a child', async () => {
    // A child module that does not exist could not start.
    const pool = open({ childModule: new URL('./missing.ts', import.meta.url) });
    await expect(pool.decode(Buffer.from('text'))).rejects.toMatchObject({ code: 'image_unsupported_format' });
    await expect(pool.decode(flatPng(10_000, 10_000))).rejects.toMatchObject({ code: 'image_too_large' });
  });

  it('blames no image when the child cannot start', async () => {
    const pool = open({ childModule: new URL('./missing.ts', import.meta.url) });
    const outcome = await pool.decode(ANSWERS).catch((error: unknown) => error);
    expect(outcome).toBeInstanceOf(Error);
    expect(outcome).not.toHaveProperty('code');
  });

  it('gives a crash to the image that caused it and goes on with a fresh child', async () => {
    const pool = open({ childModule });
    const [before, crash, after] = await Promise.all(
      [ANSWERS, CRASHES, ANSWERS].map((bytes) => pool.decode(bytes).catch((error: unknown) => error)),
    );
    expect(crash).toMatchObject({ code: 'image_unreadable', message: 'The image made its decoder stop.' });
    expect((before as Error).message).toMatch(/^pid \d+$/);
    expect((after as Error).message).toMatch(/^pid \d+$/);
    expect((after as Error).message).not.toBe((before as Error).message);
  });

  it('kills a child that hangs and goes on with a fresh one', async () => {
    const pool = open({ childModule, timeoutMs: 1_500 });
    const hang = pool.decode(HANGS);
    const after = pool.decode(ANSWERS);
    await expect(hang).rejects.toMatchObject({ code: 'image_decode_timeout' });
    await expect(after).rejects.toMatchObject({ message: expect.stringMatching(/^pid/) });
  });

  it('lets a real decoder run into its time limit', async () => {
    const pool = open({ timeoutMs: 1 });
    await expect(pool.decode(flatPng(6_000, 6_000))).rejects.toMatchObject({ code: 'image_decode_timeout' });
  });

  it('answers an abort at once, queued or running', async () => {
    const pool = open({ childModule });
    const running = new AbortController();
    const queued = new AbortController();
    const outcomes = Promise.allSettled([pool.decode(HANGS, running.signal), pool.decode(ANSWERS, queued.signal)]);
    queued.abort(new Error('queued one stopped'));
    running.abort(new Error('running one stopped'));
    const reasons = (await outcomes).map((end) => (end.status === 'rejected' ? (end.reason as Error).message : end));
    expect(reasons).toEqual(['running one stopped', 'queued one stopped']);
  });

  it('rejects what waits when it is closed, and takes nothing more', async () => {
    const pool = open({ childModule });
    const waiting = Promise.allSettled([pool.decode(HANGS), pool.decode(ANSWERS)]);
    await pool.close();
    expect((await waiting).map((end) => end.status)).toEqual(['rejected', 'rejected']);
    await expect(pool.decode(ANSWERS)).rejects.toThrow('closed');
  });

  it('does not keep a process alive that forgot to close it, and its children end with it', async () => {
    const script = `
      import { createDecodePool } from ${JSON.stringify(fileURLToPath(new URL('../src/index.ts', import.meta.url)))};
      const pool = createDecodePool({ size: 1, timeoutMs: 20000 });
      const image = await pool.decode(Buffer.from(process.argv[1], 'base64'));
      console.log(image.width);
    `;
    const jpeg = Buffer.from(await encodePhantomJpeg(phantom)).toString('base64');
    const parent = spawn(process.execPath, ['--input-type=module-typescript', '-e', script, jpeg], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    parent.stdout.on('data', (data: Buffer) => {
      output += data.toString();
    });
    // `close` comes once nobody, a child neither, holds the pipe any more.
    const [code] = (await once(parent, 'close')) as [number];
    expect([code, output.trim()]).toEqual([0, '96']);
  });
});
