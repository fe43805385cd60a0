import { type AgeBand, ageBandOf, type View } from '../../contracts/index.ts';

const UNKNOWN = new Set(['', '?', '-', 'n/a', 'na', 'nan', 'none', 'null', 'unknown', 'unk']);

/** `7`, `0.5`, `3y`, `18 months`, and DICOM's `003Y`, `018M`, `006W`, `012D`. */
const AGE = /^(\d{1,3}(?:\.\d{1,6})?)\s*(y|yrs?|years?|m|mo|months?|w|weeks?|d|days?)?$/i;
const PER_YEAR: Readonly<Record<string, number>> = { y: 1, m: 12, w: 52.1775, d: 365.2425 };
const OLDEST_YEARS = 120;

const DEVICE = /^[\p{L}\p{N}][\p{L}\p{N} ._/()+-]{0,63}$/u;

const isUnknown = (cell: string): boolean => UNKNOWN.has(cell.toLowerCase());

/** Cell `age` -> its band; undefined where it is not known, null where the cell makes no sense. */
export function readAgeBand(cell: string): AgeBand | undefined | null {
  if (isUnknown(cell)) return undefined;
  const [, number, unit = 'y'] = AGE.exec(cell) ?? [];
  if (number === undefined) return null;
  const years = Number(number) / PER_YEAR[unit.charAt(0).toLowerCase()]!;
  return years <= OLDEST_YEARS ? ageBandOf(years) : null;
}

/** Cell `view` -> one of the known ones; undefined where it is not known. `L` and `LL` are DICOM's lateral views. */
export function readView(cell: string): View | undefined {
  if (isUnknown(cell)) return undefined;
  const words = cell.toLowerCase().split(/[^a-z]+/);
  const says = (...names: string[]): boolean => words.some((word) => names.includes(word));
  if (says('decubitus', 'oblique', 'lordotic', 'axial')) return 'other';
  if (says('pa', 'posteroanterior')) return 'PA';
  if (says('ap', 'anteroposterior')) return 'AP';
  if (says('l', 'll', 'rl', 'lat', 'lateral')) return 'lateral';
  return says('frontal') ? 'frontal' : 'other';
}

/** Cell `device` -> itself; undefined where it is not known, null where it cannot be the name of a machine. */
export function readDevice(cell: string): string | undefined | null {
  if (isUnknown(cell)) return undefined;
  return DEVICE.test(cell) ? cell : null;
}
