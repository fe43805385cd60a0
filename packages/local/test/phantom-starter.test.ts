import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { canonicalise } from '@pneumo/imaging';
import type { ModelCardInput } from '@pneumo/models/card';
import { DRAWINGS_WARNING, PHANTOM } from '@pneumo/shared/contracts';
import { describe, expect, it } from 'vitest';
import { readGivenStarter } from '../src/starter/given-starter.ts';
import { PHANTOM_COUNT, PHANTOM_WORDS, phantomPlan } from '../src/starter/phantom-plan.ts';
import { SAMPLE_PICTURES } from '../src/starter/sample-pictures.ts';
import { starterReadme } from '../src/starter/starter-readme.ts';

const FOLDER = resolve(import.meta.dirname, '../../..', PHANTOM_WORDS.folder);
const SAMPLES = resolve(import.meta.dirname, '../../web/src/assess/samples');
const json = (name: string): unknown => JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
const manifest = json('manifest.json') as ModelCardInput['manifest'];

describe('the version for sample pictures', () => {
  it('is whole: every file that its manifest names, unchanged, and no other', () => {
    const files = readdirSync(FOLDER, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const names = files.map(({ parentPath, name }) => join(parentPath, name).slice(FOLDER.length + 1));
    expect(names.sort()).toEqual([...Object.keys(manifest.files), 'README.md', 'manifest.json'].sort());
    for (const [name, { sha256, sizeBytes }] of Object.entries(manifest.files)) {
      const bytes = readFileSync(join(FOLDER, name));
      expect([name, bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([name, sizeBytes, sha256]);
    }
  });

  it('says that it knows drawings only, in its data set’s name, its warnings and its card', async () => {
    expect(manifest.dataset.name).toBe('phantoms (drawn)');
    expect(manifest.warnings).toContain(DRAWINGS_WARNING);
    const readme = readFileSync(join(FOLDER, 'README.md'), 'utf8');
    expect(readme).toContain('**It says nothing about X-rays, and nothing about people.**');
    expect(readme).toContain(`--phantoms ${PHANTOM_COUNT} --seeds `);
    const card = { manifest, metrics: json('metrics.json'), history: json('history.json') } as ModelCardInput;
    const { seedsSection, seedList } = await readGivenStarter(FOLDER);
    // As rendered at its making: nothing in it was written by hand.
    const { preface, body } = /^(?<preface>.*?)(?<body>## What it is\n.*)$/s.exec(readme)!.groups!;
    const rendered = starterReadme(card, { seedsSection, seedList }, PHANTOM_WORDS);
    expect(rendered.slice(rendered.indexOf('## What it is\n'))).toBe(body);
    expect(preface).toContain(`\`${PHANTOM}\``);
  });

  it('was trained with the numbers that the command gives, and on none of the samples', async () => {
    expect(manifest.hyperparameters).toMatchObject(phantomPlan(PHANTOM_COUNT).hyperparameters);
    const count = Object.values(manifest.dataset.images).reduce((sum, images) => sum + images, 0);
    expect(count).toBe(PHANTOM_COUNT);
    const known = new Set(manifest.dataset.trainedOn.images);
    const drawn = await Promise.all(phantomPlan(24).images.map(async (image) => canonicalise(await image.read())));
    // Drawn again they are the same: most of the first ones are in train, validation or calibration.
    expect(drawn.filter(({ sha256 }) => known.has(sha256)).length).toBeGreaterThan(12);
    for (const { file } of SAMPLE_PICTURES) {
      expect(known.has((await canonicalise(readFileSync(join(SAMPLES, file)))).sha256)).toBe(false);
    }
  });
});

describe('the sample pictures', () => {
  it.each(SAMPLE_PICTURES)('$file is what its seed draws', async ({ file, draw }) => {
    const drawn = draw();
    const { pixels, width, height } = await canonicalise(readFileSync(join(SAMPLES, file)));
    expect([width, height]).toEqual([drawn.width, drawn.height]);
    const off = pixels.reduce((sum, grey, at) => sum + Math.abs(grey - drawn.pixels[at]!), 0) / pixels.length;
    // What JPEG changes.
    expect(off).toBeLessThan(3);
  });

  it('are all that lies there', () => {
    expect(readdirSync(SAMPLES).sort()).toEqual(SAMPLE_PICTURES.map(({ file }) => file).sort());
  });
});
