import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawDemoPhantoms } from '../src/demo/demo-images.ts';
import { readDemoOptions } from '../src/demo/demo-options.ts';
import { readImageFolder } from '../src/demo/image-folder.ts';

describe('images of a folder', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pneumo-images-'));
    for (const split of ['train', 'test']) {
      await mkdir(join(folder, split, 'NORMAL'), { recursive: true });
      await mkdir(join(folder, split, 'PNEUMONIA'), { recursive: true });
      for (let patient = 0; patient < 40; patient += 1) {
        await writeFile(join(folder, split, 'NORMAL', `IM-${patient}-0001.jpeg`), '');
        for (const shot of [1, 2])
          await writeFile(join(folder, split, 'PNEUMONIA', `person${patient}_virus_${shot}.jpeg`), '');
      }
      await writeFile(join(folder, split, 'NORMAL', 'notes.txt'), '');
    }
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('a limit takes half of each class, always the same', async () => {
    const { images, heldOut } = await readImageFolder(folder, 60);
    expect(images.filter(({ label }) => label === 'normal')).toHaveLength(30);
    expect(images.filter(({ label }) => label === 'pneumonia')).toHaveLength(30);
    const again = await readImageFolder(folder, 60);
    expect(again.images.map(({ name }) => name)).toEqual(images.map(({ name }) => name));
    expect(again.heldOut.name).toBe(heldOut.name);
  });

  test('nothing of the patient who is held out is among the images', async () => {
    const { images, heldOut } = await readImageFolder(folder, undefined);
    const patient = /person\d+/.exec(heldOut.name)![0];
    expect(images.filter(({ name }) => name.includes(`${patient}_`))).toEqual([]);
    // Two sides, two shots each.
    expect(images).toHaveLength(2 * 40 * 3 - 4);
  });

  test('the published sides stay in the names', async () => {
    const { images } = await readImageFolder(folder, undefined);
    expect(new Set(images.map(({ name }) => name.split('/').slice(0, 2).join('/')))).toEqual(
      new Set(['train/NORMAL', 'train/PNEUMONIA', 'test/NORMAL', 'test/PNEUMONIA']),
    );
  });

  test('a folder without such images says what was looked for', async () => {
    await expect(readImageFolder(join(folder, 'train', 'NORMAL'), undefined)).rejects.toThrow('/NORMAL and ');
  });
});

test('phantoms are half of each class, a patient each, and the one held out is none of them', async () => {
  const { images, heldOut } = drawDemoPhantoms(20);
  expect(images.filter(({ label }) => label === 'normal')).toHaveLength(10);
  const names = [...images, heldOut].map(({ name }) => name);
  expect(new Set(names).size).toBe(21);
  expect(heldOut.label).toBe('pneumonia');
  expect(Buffer.from(await heldOut.read()).subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
});

test.each([
  ['--limit', '10'],
  ['--limit', 'many'],
  ['--architecture', 'other'],
  ['--nonsense', 'x'],
])('refuses %s %s', (option, value) => {
  expect(() => readDemoOptions([option, value], '/')).toThrow(option);
});

test('a relative folder starts where the caller stood', () => {
  expect(readDemoOptions(['--data', '../x'], '/home/me/pneumo').data).toBe('/home/me/x');
});
