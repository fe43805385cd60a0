import { createDecodePool } from '@pneumo/imaging';
import { afterAll, expect, it } from 'vitest';
import { bytesOf, chestFilm, NAMES } from '../../../packages/imaging/test/chest-film.ts';
import { importDataset } from '../src/dataset-import/importer.ts';
import { IMPORT_DEFAULTS, stream } from './shared-data.ts';

const decodePool = createDecodePool({ size: 1, timeoutMs: 20_000 });
afterAll(() => decodePool.close());

const SIDE = 48 * 64;

/** A film of its own for each number, of the patient with this id. */
const film = (number: number, patient: string): Buffer =>
  chestFilm({
    more: { '0010,0020 LO': patient, '0018,5101 CS': 'AP' },
    pixels: bytesOf(
      Array.from({ length: SIDE }, (_, at) => (at * (number + 3)) % 4_096),
      2,
    ),
  });

it('imports DICOM films: the patient by a keyed hash, age band and view from the header', async () => {
  const films = Array.from({ length: 40 }, (_, at) => ({
    path: `${at % 2 === 0 ? 'NORMAL' : 'PNEUMONIA'}/${at}.dcm`,
    read: () => Promise.resolve(film(at, `${NAMES.id}-${at % 20}`)),
  }));
  const leg = { path: 'NORMAL/leg.dcm', read: () => Promise.resolve(chestFilm({ more: { '0018,0015 CS': 'LEG' } })) };
  const entries = [...films, leg];
  const { rows, rejected } = await importDataset({
    ...IMPORT_DEFAULTS,
    entries: stream(entries),
    total: entries.length,
    decodePool,
  });
  expect(rows).toHaveLength(40);
  // Two films of each patient, of both classes or not: the same key.
  expect(new Set(rows.map(({ patient }) => patient)).size).toBe(20);
  expect(rows[0]).toMatchObject({ format: 'dicom', ageBand: '5-9', view: 'AP', device: 'Model 9' });
  expect(rejected).toMatchObject([{ code: 'dicom_not_chest' }]);
  expect(JSON.stringify([rows, rejected])).not.toContain(NAMES.id);
});
