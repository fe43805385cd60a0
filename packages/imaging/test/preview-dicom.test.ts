import { expect, it } from 'vitest';
import { canonicalise } from '../src/index.ts';
import { previewDicom } from '../src/pure/preview-dicom.ts';
import { chestFilm } from './chest-film.ts';

it.each([
  ['of 12 bits with a window', {}],
  ['of 8 bits', { bits: 8 }],
  ['of 16 bits', { bits: 16 }],
  ['with implicit representations', { syntax: '1.2.840.10008.1.2' }],
  ['without a window', { without: ['0028,1050', '0028,1051'] }],
  ['that is inverted', { more: { '0028,0004 CS': 'MONOCHROME1' } }],
  ['with rescaled values', { more: { '0028,1052 DS': '-100', '0028,1053 DS': '2' } }],
  ['with signed values', { more: { '0028,0103 US': [1] } }],
])('shows a film %s as the server does', async (_what, options) => {
  const file = chestFilm(options);
  const { pixels, width, height } = await canonicalise(file);
  const preview = previewDicom(file)!;
  expect([preview.width, preview.height]).toEqual([width, height]);
  expect(Buffer.from(preview.pixels).equals(Buffer.from(pixels))).toBe(true);
});

it.each([
  ['big endian', chestFilm({ syntax: '1.2.840.10008.1.2.2' })],
  ['a file cut off in its pixels', chestFilm().subarray(0, -100)],
  ['a file cut off in its header', chestFilm().subarray(0, 300)],
  ['several frames', chestFilm({ more: { '0028,0008 IS': '2' } })],
  ['no pixels at all', chestFilm({ without: ['0028,0010'] })],
  ['no DICOM', Buffer.from('no picture at all')],
])('leaves %s to the server', (_what, file) => {
  expect(previewDicom(file)).toBeUndefined();
});
