import { existsSync, readFileSync } from 'node:fs';
import { createSourceLayout, isOwnPatient, patientKeyOf, subtypeOf } from '@pneumo/shared/runtime';
import { describe, expect, it } from 'vitest';

const layout = createSourceLayout({});

describe('createSourceLayout', () => {
  it.each([
    ['NORMAL/a.jpeg', 'normal', undefined],
    ['chest_xray/train/PNEUMONIA/a.jpeg', 'pneumonia', 'train'],
    ['chest_xray/chest_xray/val/normal/a.jpeg', 'normal', 'val'],
    ['Test/Pneumonia/a.png', 'pneumonia', 'test'],
    ['train/PNEUMONIA/virus/deep/er/a.png', 'pneumonia', 'train'],
    ['pneumonia/NORMAL/a.png', 'normal', undefined],
    ['set/0/a.png', 'normal', undefined],
    ['set/1/a.png', 'pneumonia', undefined],
    ['NORMAL/1/a.png', 'normal', undefined],
    ['./bacteria/a.png', 'pneumonia', undefined],
  ])('%s -> %s, %s', (path, label, publishedSplit) => {
    expect(layout(path)).toMatchObject({ kind: 'image', label, publishedSplit });
  });

  it.each([
    '__MACOSX/NORMAL/._a.jpeg',
    'NORMAL/.DS_Store',
    '.git/NORMAL/a.png',
    'NORMAL/Thumbs.db',
    'PNEUMONIA/desktop.ini',
    'NORMAL/',
  ])('ignores %s', (path) => {
    expect(layout(path)).toEqual({ kind: 'ignored' });
  });

  it.each(['a.jpeg', 'train/a.jpeg', 'COVID/a.jpeg'])('does not guess a class for %s', (path) => {
    expect(layout(path)).toMatchObject({ kind: 'unlabelled' });
  });

  it("takes the request's names first, letter case aside", () => {
    const own = createSourceLayout({ 'Sain ': 'normal', malade: 'pneumonia', '2': 'pneumonia' });
    expect(own('SAIN/a.png')).toMatchObject({ label: 'normal' });
    expect(own('normal/Malade/a.png')).toMatchObject({ label: 'pneumonia' });
    expect(own('malade/normal/a.png')).toMatchObject({ label: 'pneumonia' });
    expect(own('2/a.png')).toMatchObject({ label: 'pneumonia' });
  });
});

describe('patientKeyOf', () => {
  it.each([
    ['IM-0115-0001.jpeg', 'test', 'test:IM-0115'],
    ['IM-0429-0001-0001.jpeg', 'train', 'train:IM-0429'],
    ['NORMAL2-IM-0529-0001.jpeg', 'train', 'train:NORMAL2-IM-0529'],
    ['NORMAL2-IM-1427-0001.jpeg', 'val', 'train:NORMAL2-IM-1427'],
    ['person123_bacteria_4.jpeg', undefined, 'train:person123'],
    ['person12_virus_3_1.jpeg', 'test', 'test:person12'],
    ['person7.png', undefined, 'train:person7'],
  ] as const)('%s in %s -> %s', (fileName, split, key) => {
    expect(patientKeyOf(`NORMAL/${fileName}`, fileName, split)).toBe(key);
    expect(isOwnPatient(key)).toBe(false);
  });

  it('makes a patient of a file whose name says nothing, without keeping the name', () => {
    const [one, other] = ['NORMAL/jane-doe.png', 'PNEUMONIA/jane-doe.png'].map((path) =>
      patientKeyOf(path, 'jane-doe.png', undefined),
    );
    expect(one).not.toBe(other);
    expect(one).not.toContain('jane');
    expect(isOwnPatient(one!)).toBe(true);
    expect(isOwnPatient(patientKeyOf('a/person1x.png', 'person1x.png', undefined))).toBe(true);
  });

  it('reads the subtype from the name, else from the folder', () => {
    expect(subtypeOf('person1_bacteria_2.jpeg', 'PNEUMONIA')).toBe('bacteria');
    expect(subtypeOf('person1_virus_2.jpeg', 'PNEUMONIA')).toBe('virus');
    expect(subtypeOf('x.png', 'Viral')).toBe('virus');
    expect(subtypeOf('x.png', 'PNEUMONIA')).toBeUndefined();
  });

  const labels = new URL('../../../../shared/data/chest-xray/labels.csv', import.meta.url);
  it.skipIf(!existsSync(labels))(
    'counts 3,089 patients in the shared data (skipped where ../shared/data is absent)',
    () => {
      const rows = readFileSync(labels, 'utf8').trim().split('\n').slice(1);
      const keys = new Set<string>();
      for (const row of rows) {
        const [path, label, subtype, patient] = row.split(',') as [string, string, string, string];
        const file = layout(path);
        if (file.kind !== 'image') throw new Error(`${path} is ${file.kind}`);
        expect(file.label).toBe(label.toLowerCase());
        const key = patientKeyOf(path, file.fileName, file.publishedSplit);
        expect(key.split(':')[1]).toBe(patient);
        if (label === 'PNEUMONIA') expect(subtypeOf(file.fileName, file.folder)).toBe(subtype);
        keys.add(key);
      }
      expect(keys.size).toBe(3_089);
    },
  );
});
