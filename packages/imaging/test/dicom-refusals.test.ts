import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { canonicalise, type ImageError, sniffFormat } from '../src/index.ts';
import { chestFilm, SECONDARY_CAPTURE, UIDS } from './chest-film.ts';
import { type Elements, writeDicom } from './dicom-writer.ts';

const CLASS = '1.2.840.10008.5.1.4.1.1';
const JPEG_2000 = '1.2.840.10008.1.2.4.90';
const LOSSLESS = '1.2.840.10008.1.2.4.70';
const capture: Elements = { '0008,0016 UI': SECONDARY_CAPTURE, '0008,0060 CS': 'OT' };

const region = (code: string): Elements => ({ '0008,2218 SQ': [{ '0008,0100 SH': code }] });
const codeOf = async (file: Uint8Array): Promise<string> =>
  canonicalise(file).then(
    () => 'taken',
    (error: unknown) => (error as ImageError).code,
  );

describe('a DICOM file is refused', () => {
  it.each<[name: string, code: string, file: Buffer]>([
    ['a CT slice', 'dicom_not_radiograph', chestFilm({ more: { '0008,0016 UI': `${CLASS}.2`, '0008,0060 CS': 'CT' } })],
    ['a capture of an MR', 'dicom_not_radiograph', chestFilm({ more: { ...capture, '0008,0060 CS': 'MR' } })],
    [
      'a mammogram',
      'dicom_not_radiograph',
      chestFilm({ more: { '0008,0016 UI': `${CLASS}.1.2`, '0008,0060 CS': 'MG' } }),
    ],
    ['what does not say what it is', 'dicom_not_radiograph', chestFilm({ without: ['0008,0016', '0008,0060'] })],
    ['raw pixels by class', 'dicom_for_processing', chestFilm({ more: { '0008,0016 UI': `${CLASS}.1.1.1` } })],
    ['raw pixels by intent', 'dicom_for_processing', chestFilm({ more: { '0008,0068 CS': 'FOR PROCESSING' } })],
    ['several frames', 'dicom_multi_frame', chestFilm({ more: { '0028,0008 IS': '2' } })],
    ['a leg', 'dicom_not_chest', chestFilm({ more: { '0018,0015 CS': 'LEG' } })],
    ['a hand by its region', 'dicom_not_chest', chestFilm({ more: region('T-D8700'), without: ['0018,0015'] })],
    ['texts in its pixels', 'dicom_burned_in_annotation', chestFilm({ more: { '0028,0301 CS': 'YES' } })],
    [
      'no pixel data',
      'dicom_no_pixels',
      writeDicom({ elements: { '0008,0016 UI': `${CLASS}.1`, '0008,0060 CS': 'CR' } }),
    ],
    ['empty pixel data', 'dicom_no_pixels', chestFilm({ pixels: Buffer.alloc(0) })],
    ['no fragment', 'dicom_no_pixels', chestFilm({ syntax: JPEG_2000, pixels: [] })],
    ['a palette', 'dicom_pixels_unsupported', chestFilm({ more: { '0028,0004 CS': 'PALETTE COLOR' } })],
    ['32 bits', 'dicom_pixels_unsupported', chestFilm({ more: { '0028,0100 US': [32] } })],
    ['an unknown syntax', 'dicom_transfer_syntax_unsupported', chestFilm({ syntax: '1.2.840.10008.1.2.4.100' })],
    ['pixels cut off', 'image_unreadable', chestFilm().subarray(0, -100)],
    ['a header cut off', 'image_unreadable', chestFilm().subarray(0, 200)],
    ['contradicting bits', 'image_unreadable', chestFilm({ more: { '0028,0102 US': [3] } })],
    ['a small picture', 'image_too_small', chestFilm({ more: { '0028,0010 US': [8] } })],
    [
      'a picture of 65,535 rows',
      'image_too_large',
      chestFilm({ more: { '0028,0010 US': [65_535], '0028,0011 US': [65_535] } }),
    ],
  ])('%s: %s', async (_name, code, file) => {
    expect(sniffFormat(file)).toBe('dicom');
    expect(await codeOf(file)).toBe(code);
  });

  it('when a compressed picture announces another size than the header, before it is decoded', async () => {
    const size = (width: number, height: number): Buffer => {
      const out = Buffer.alloc(60);
      out.write('ff4fff510029', 0, 'hex');
      out.writeUInt32BE(width, 8);
      out.writeUInt32BE(height, 12);
      out.writeUInt16BE(1, 40);
      out[42] = 11;
      return out;
    };
    const huge = [chestFilm({ syntax: JPEG_2000, pixels: [size(60_000, 60_000)] })];
    const frame = Buffer.from('ffd8ffc3000b0cea60ea6001011100ffda', 'hex');
    huge.push(chestFilm({ syntax: LOSSLESS, pixels: [frame] }));
    const startedAt = performance.now();
    expect(await Promise.all(huge.map(codeOf))).toEqual(['image_unreadable', 'image_unreadable']);
    // Three gigapixels would take far longer than reading two headers.
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('when it deflates to more than its pixels can be', async () => {
    const head = chestFilm({ syntax: '1.2.840.10008.1.2.1.99', elements: {}, pixels: Buffer.alloc(0) });
    const meta = head.subarray(0, head.indexOf('1.2.840.10008.1.2.1.99') + 22);
    const bomb = Buffer.concat([meta, deflateRawSync(Buffer.alloc(200_000_000), { level: 9 })]);
    expect(bomb.length).toBeLessThan(300_000);
    expect(await codeOf(bomb)).toBe('image_too_large');
  });

  it('when its sequences nest without end', async () => {
    const open = Buffer.from('080050115351000000000000feff00e0ffffffff', 'hex');
    open.writeUInt32LE(0xffffffff, 8);
    const nest = Buffer.concat([
      writeDicom({ elements: { '0008,0016 UI': `${CLASS}.1` } }),
      ...Array<Buffer>(60_000).fill(open),
    ]);
    expect(await codeOf(nest)).toBe('image_unreadable');
  });

  it('with words that do not quote it, and its ids aside', async () => {
    const error = (await canonicalise(chestFilm({ more: { '0018,0015 CS': 'LEG' } })).catch(
      (e: unknown) => e,
    )) as Error & {
      identity(): unknown;
    };
    expect(error.identity()).toMatchObject({ instanceUid: UIDS.instance, studyUid: UIDS.study });
    const { inspect } = await import('node:util');
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(UIDS.instance);
    expect(JSON.stringify(error)).not.toContain(UIDS.instance);
  });
});

describe('a DICOM file is taken', () => {
  it.each<[name: string, file: Buffer]>([
    [
      'digital radiography',
      chestFilm({ more: { '0008,0016 UI': `${CLASS}.1.1`, '0008,0060 CS': 'DX', '0008,0068 CS': 'FOR PRESENTATION' } }),
    ],
    ['a secondary capture', chestFilm({ more: capture })],
    ['one frame that says so', chestFilm({ more: { '0028,0008 IS': '1' } })],
    ['another word for chest', chestFilm({ more: { '0018,0015 CS': 'PORT CHEST' } })],
    ['the code of the thorax', chestFilm({ more: region('51185008'), without: ['0018,0015'] })],
    ['no body part', chestFilm({ without: ['0018,0015'] })],
    ['modality alone', chestFilm({ without: ['0008,0016'] })],
  ])('%s', async (_name, file) => {
    expect(await codeOf(file)).toBe('taken');
  });
});
