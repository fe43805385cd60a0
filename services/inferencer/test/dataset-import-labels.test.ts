import { imageError } from '@pneumo/imaging';
import { describeByLabels, readLabels } from '@pneumo/shared/runtime';
import { describe, expect, it } from 'vitest';
import { findLabels } from '../src/dataset-import/find-labels.ts';
import { stream } from './shared-data.ts';

const table = (text: string, path = 'labels.csv') => ({ path, bytes: Buffer.from(text) });
const read = (text: string, classes: Record<string, 'normal' | 'pneumonia'> = {}) => readLabels(table(text), classes);
const HEADER = 'file,label,patient_id,subtype,split\n';

describe('readLabels', () => {
  it('reads quotes, a byte order mark, other line ends, and columns in any order and case', async () => {
    const text =
      '\ufeffLabel, Patient_ID ,File,Note\r\nNORMAL,"7, a","x ""1"".png",\r\n\r\nPneumonia,8,.\\b\\2.png,"two\r\nlines"\r\n';
    const { rows, rejected } = await read(text);
    expect(rejected).toEqual([]);
    expect(rows).toMatchObject([
      { file: 'x "1".png', label: 'normal', patientId: '7, a', subtype: undefined, split: undefined, line: 2 },
      { file: 'b/2.png', label: 'pneumonia', patientId: '8', subtype: undefined, split: undefined, line: 6 },
    ]);
  });

  it("takes the request's classes beside the usual two, letter case aside", async () => {
    const { rows } = await read(`${HEADER}a,Malade,1,Viral,VAL\nb,normal,2,normal,`, { malade: 'pneumonia' });
    expect(rows).toMatchObject([
      { label: 'pneumonia', subtype: 'viral', split: 'val' },
      { label: 'normal', subtype: undefined, split: undefined },
    ]);
  });

  it('lists every row that it cannot use, with its line and reason', async () => {
    const { rows, rejected } = await read(
      `${HEADER}a,normal,1,,\n,normal,1,,\nb,ill,1,,\nc,normal,1,,third\nd,normal\ne,pneumonia,1,<b>,\na,normal,1,,\nf,normal,1,,\nf,pneumonia,1,,\n`,
    );
    expect(rows.map((row) => row.file)).toEqual(['a']);
    expect(rejected.map(({ sourceName, code }) => [sourceName, code]).sort()).toEqual([
      ['labels.csv:10', 'label_row_contradicts'],
      ['labels.csv:3', 'label_row_invalid'],
      ['labels.csv:4', 'label_row_invalid'],
      ['labels.csv:5', 'label_row_invalid'],
      ['labels.csv:6', 'label_row_invalid'],
      ['labels.csv:7', 'label_row_invalid'],
      ['labels.csv:8', 'label_row_repeated'],
      ['labels.csv:9', 'label_row_contradicts'],
    ]);
    expect(rejected.every(({ message }) => message.length > 10 && !message.includes('<b>'))).toBe(true);
  });

  it('reads ages as bands, views by their usual names, and devices, each where the row has it', async () => {
    const cells = [
      ['0', 'PA', 'DX-7 (2019)'],
      ['11m', 'ap supine', ''],
      ['018M', 'Lateral', 'unknown'],
      ['4.9 years', 'LL', 'N/A'],
      ['60w', 'frontal view', ' Röntgen 3 '],
      ['17y', 'left lateral decubitus', ''],
      ['90', '?', ''],
      ['n/a', '', ''],
    ];
    const text = cells.map(([age, view, device], i) => `${i}.png,normal,${i},${age},${view},${device}\n`).join('');
    const { rows, rejected } = await read(`file,label,patient_id,Age,VIEW,Device\n${text}`);
    expect(rejected).toEqual([]);
    expect(rows.map(({ ageBand, view, device }) => [ageBand, view, device])).toEqual([
      ['under-1', 'PA', 'DX-7 (2019)'],
      ['under-1', 'AP', undefined],
      ['1-4', 'lateral', undefined],
      ['1-4', 'lateral', undefined],
      ['1-4', 'frontal', 'Röntgen 3'],
      ['15-17', 'other', undefined],
      ['65-plus', undefined, undefined],
      [undefined, undefined, undefined],
    ]);
  });

  it('refuses rows with an age or a device that makes no sense, and tells contradictions in them', async () => {
    const { rows, rejected } = await read(
      'file,label,patient_id,age,device\na,normal,1,old,\nb,normal,2,-3,\nc,normal,3,121,\nd,normal,4,3q,\n' +
        'e,normal,5,3,=cmd()\nf,normal,6,3,A\nf,normal,6,30,A\ng,normal,7,36m,\n',
    );
    expect(rows.map((row) => row.file)).toEqual(['g']);
    expect(rejected.map(({ line, code }) => [line, code])).toEqual([
      ...[2, 3, 4, 5, 6].map((line) => [line, 'label_row_invalid']),
      ...[7, 8].map((line) => [line, 'label_row_contradicts']),
    ]);
  });

  it.each([
    ['an empty file', ''],
    ['a header alone', HEADER],
    ['no patient_id', 'file,label\na,normal\n'],
    ['no table', '\u0000\u0001\u0002'],
    ['an endless quote', `${HEADER}"a${'x'.repeat(20_000)}`],
  ])('refuses %s', async (_, text) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'labels_unreadable' });
  });
});

describe('findLabels', () => {
  const entry = (path: string, bytes = path) => ({ path, read: () => Promise.resolve(Buffer.from(bytes)) });

  it('takes the one nearest to the top and knows all paths, litter aside', async () => {
    const paths = ['a/b/labels.csv', 'a/Labels.csv', 'a/x.png', '__MACOSX/labels.csv', 'b/labels.csv', 'a/'];
    const labels = await findLabels(stream(paths.map((path) => entry(path))));
    expect(Buffer.from(labels!.bytes).toString()).toBe('a/Labels.csv');
    expect(labels!.paths).toEqual(['a/b/labels.csv', 'a/Labels.csv', 'a/x.png', 'b/labels.csv']);
    expect(await findLabels(stream([entry('a/x.png'), entry('mylabels.csv')]))).toBeUndefined();
  });

  it('says so when it cannot be read, and passes on any other fault', async () => {
    const broken = (error: Error) => stream([{ path: 'labels.csv', read: () => Promise.reject(error) }]);
    await expect(findLabels(broken(imageError('image_too_large', 'too large')))).rejects.toMatchObject({
      code: 'labels_unreadable',
    });
    await expect(findLabels(broken(new Error('store away')))).rejects.toThrow('store away');
  });
});

describe('describeByLabels', () => {
  const describeAll = async (text: string, paths: string[], path = 'set/labels.csv') => {
    const { describe, rejected } = await describeByLabels({ ...table(text, path), paths: [path, ...paths] }, {});
    return { files: Object.fromEntries(paths.map((own) => [own, describe(own)])), rejected };
  };

  it('finds files beside it as written, else by the end of their path, and rejects what is left on either side', async () => {
    const { files, rejected } = await describeAll(
      'file,label,patient_id\nNORMAL/1.png,normal,a\n2.png,pneumonia,b\n3.png,normal,c\ngone.png,normal,d\n',
      [
        'set/NORMAL/1.png',
        'set/deep/NORMAL/1.png',
        'set/deep/2.png',
        'set/x/3.png',
        'set/y/3.png',
        'set/4.png',
        'up.png',
      ],
    );
    const kinds = Object.entries(files).map(([path, file]) => [path, file.kind === 'image' ? file.label : file.kind]);
    expect(kinds).toEqual([
      ['set/NORMAL/1.png', 'normal'],
      ['set/deep/NORMAL/1.png', 'rejected'],
      ['set/deep/2.png', 'pneumonia'],
      ['set/x/3.png', 'rejected'],
      ['set/y/3.png', 'rejected'],
      ['set/4.png', 'rejected'],
      ['up.png', 'rejected'],
    ]);
    expect(files['set/4.png']).toMatchObject({ code: 'file_without_label' });
    expect(rejected.map(({ sourceName, code, line }) => [sourceName, code, line])).toEqual([
      ['3.png', 'label_ambiguous', 4],
      ['gone.png', 'label_without_file', 5],
    ]);
  });

  it('lets the table label against the folder, and the folder give the split that the table leaves open', async () => {
    const { files } = await describeAll(`${HEADER}test/NORMAL/1.png,pneumonia,x,virus,\ntrain/2.png,normal,x,,test\n`, [
      'set/test/NORMAL/1.png',
      'set/train/2.png',
      'set/labels.csv',
    ]);
    expect(files['set/test/NORMAL/1.png']).toMatchObject({
      label: 'pneumonia',
      subtype: 'virus',
      publishedSplit: 'test',
    });
    expect(files['set/train/2.png']).toMatchObject({ label: 'normal', publishedSplit: 'test' });
    expect(files['set/labels.csv']).toEqual({ kind: 'ignored' });
  });

  it('keeps the rule of published ids, and takes any other id for one person on both sides, never as it stands', async () => {
    const { files } = await describeAll(
      `${HEADER}1,normal,IM-0115,,test\n2,normal,IM-0115,,train\n3,normal,Jane Doe,,test\n4,normal,Jane Doe,,train\n5,normal,,,\n6,normal,,,\n`,
      ['1', '2', '3', '4', '5', '6'],
      'labels.csv',
    );
    const keys = Object.values(files).map((file) => (file.kind === 'image' ? file.patient : ''));
    expect(keys.slice(0, 2)).toEqual(['test:IM-0115', 'train:IM-0115']);
    expect(keys[2]).toBe(keys[3]);
    expect(keys.join()).not.toMatch(/jane|doe/i);
    expect(new Set(keys).size).toBe(5);
  });
});
