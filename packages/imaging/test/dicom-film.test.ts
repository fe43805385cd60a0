import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { FilmDescription } from '@pneumo/shared/contracts';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { canonicalise, describeFilm, encodePhantomPng, type FilmHashes } from '../src/index.ts';
import { drawPhantom } from '../src/pure/index.ts';
import { chestFilm, NAMES, SECONDARY_CAPTURE, UIDS } from './chest-film.ts';
import type { Elements } from './dicom-writer.ts';

const keyed = (purpose: string) => (text: string) =>
  createHmac('sha256', 'key').update(`${purpose} ${text}`).digest('hex');
const hashes: FilmHashes = { patient: keyed('patient'), study: keyed('study'), instance: keyed('instance') };
const filmOf = async (file: Uint8Array): Promise<FilmDescription> =>
  describeFilm(await canonicalise(file), () => Promise.resolve(hashes));
const describedBy = (more: Elements, without: readonly string[] = []) => filmOf(chestFilm({ more, without }));

describe('what is kept of a film', () => {
  it('is the list of the contract, with hashes for ids', async () => {
    const film = await filmOf(chestFilm());
    expect(film).toEqual({
      format: 'dicom',
      modality: 'CR',
      view: 'PA',
      ageBand: '5-9',
      pixelSpacingMm: [0.2, 0.25],
      device: 'Model 9',
      patient: hashes.patient(NAMES.id),
      study: hashes.study(UIDS.study),
      instance: hashes.instance(UIDS.instance),
      warnings: [],
    });
    expect(Value.Check(FilmDescription, film)).toBe(true);
  });

  it('holds no name, id or date of the file, and neither do the pixels', async () => {
    const image = await canonicalise(chestFilm());
    const film = await describeFilm(image, () => Promise.resolve(hashes));
    const kept = JSON.stringify(film) + Buffer.from(image.png).toString('latin1');
    for (const text of [...Object.values(NAMES), ...Object.values(UIDS), '20260102']) expect(kept).not.toContain(text);
    // The names do not even leave the decoder.
    expect(JSON.stringify(image.dicom)).not.toContain(NAMES.patient);
    expect(JSON.stringify(image.dicom)).not.toContain(NAMES.physician);
  });

  it('is the format alone of another picture, which asks for no key', async () => {
    const png = encodePhantomPng(drawPhantom({ seed: 1, label: 'normal', size: { width: 64, height: 64 } }));
    const film = await describeFilm(await canonicalise(png), () => Promise.reject(new Error('not needed')));
    expect(film).toEqual({ format: 'png', warnings: [] });
  });

  it('tells patients of different issuers apart', async () => {
    const [one, other] = await Promise.all(['A', 'B'].map((issuer) => describedBy({ '0010,0021 LO': issuer })));
    expect(one!.patient).not.toBe(other!.patient);
    expect(one!.study).toBe(other!.study);
  });

  it.each<[Elements, string | undefined]>([
    [{ '0010,1010 AS': '006M' }, 'under-1'],
    [{ '0010,1010 AS': '014D' }, 'under-1'],
    [{ '0010,1010 AS': '62' }, '40-64'],
    [{ '0010,1010 AS': '', '0010,0030 DA': '20190101' }, '5-9'],
    [{ '0010,1010 AS': '', '0010,0030 DA': '2024.06.01' }, '1-4'],
    [{ '0010,1010 AS': '', '0010,0030 DA': '18000101' }, undefined],
    [{ '0010,1010 AS': '', '0010,0030 DA': '20270101' }, undefined],
    [{ '0010,1010 AS': 'old' }, undefined],
  ])('has the age band of %j: %s', async (more, band) => {
    expect((await describedBy(more)).ageBand).toBe(band);
  });

  it.each<[Elements, string | undefined]>([
    [{ '0018,5101 CS': 'AP' }, 'AP'],
    [{ '0018,5101 CS': 'LL' }, 'lateral'],
    [{ '0018,5101 CS': 'LATERAL' }, 'lateral'],
    [{ '0018,5101 CS': 'LLD' }, 'other'],
    [{ '0018,5101 CS': '', '0054,0220 SQ': [{ '0008,0100 SH': 'R-10236' }] }, 'lateral'],
    [{ '0018,5101 CS': '', '0020,0020 CS': 'L\\F' }, 'frontal'],
    [{ '0018,5101 CS': '', '0020,0020 CS': 'A\\F' }, 'lateral'],
    [{ '0018,5101 CS': '' }, undefined],
  ])('has the view of %j: %s', async (more, view) => {
    expect((await describedBy(more)).view).toBe(view);
  });

  it('warns of what the file does not say', async () => {
    const codes = async (more: Elements, without: readonly string[] = []) =>
      (await describedBy(more, without)).warnings.map(({ code }) => code);
    expect(await codes({ '0008,0016 UI': SECONDARY_CAPTURE })).toEqual(['burned_in_unknown']);
    expect(await codes({ '0008,0016 UI': SECONDARY_CAPTURE, '0028,0301 CS': 'NO' })).toEqual([]);
    expect(await codes({}, ['0018,0015'])).toEqual(['body_part_unknown']);
  });

  it('fits the contract whatever is written there', async () => {
    const film = await describedBy({
      '0008,1090 LO': `\x1b$B${'very long model '.repeat(9)}`,
      '0008,0060 CS': 'CR',
      '0028,0030 DS': '0\\-1',
      '0020,000d UI': 'no uid',
    });
    expect(Value.Check(FilmDescription, film)).toBe(true);
    expect(film).not.toHaveProperty('pixelSpacingMm');
    expect(film).not.toHaveProperty('study');
    expect(film.device).toHaveLength(64);
  });
});

const SHARED = new URL('../../../../shared/data/dicom/', import.meta.url);

describe.skipIf(!existsSync(SHARED))('real files (skipped where ../shared/data is absent)', () => {
  it('are three chest films, and three that are refused for what they are', async () => {
    const ends: Record<string, string> = {};
    for (const name of await readdir(SHARED)) {
      const end = await canonicalise(await readFile(new URL(name, SHARED))).catch((error: unknown) => error);
      ends[name] =
        'code' in (end as object) ? (end as { code: string }).code : `${(end as { width: number }).width} wide`;
    }
    expect(ends).toEqual({
      '1.2.276.0.7230010.3.1.4.8323329.6904.1517875201.850819.dcm': '1024 wide',
      'CR-MONO1-10-chest.dcm': '440 wide',
      'RG1_J2KI.dcm': '964 wide',
      'RG3_RLE_extremity.dcm': 'dicom_not_chest',
      'chrJapMulti_32x32_blank_CR_CHEST_header.dcm': 'dicom_no_pixels',
      'fo-dicom_ct.dcm': 'dicom_not_radiograph',
    });
  });
});
