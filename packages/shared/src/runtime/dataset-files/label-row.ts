import type { AgeBand, ClassLabel, View } from '../../contracts/index.ts';
import { readAgeBand, readDevice, readView } from './patient-cells.ts';
import { type PublishedSplit, publishedSplitNamed } from './source-layout.ts';

/** What labels.csv says of one file. */
export interface LabelRow {
  /** Path as written there. */
  readonly file: string;
  readonly label: ClassLabel;
  /** Empty where the row has none. */
  readonly patientId: string;
  readonly subtype: string | undefined;
  readonly split: PublishedSplit | undefined;
  readonly ageBand: AgeBand | undefined;
  readonly view: View | undefined;
  readonly device: string | undefined;
}

const SUBTYPE = /^[a-z0-9][a-z0-9 _-]{0,39}$/;

/** A row of named cells -> what it says, or why it says nothing. */
export function readLabelRow(
  cells: Readonly<Record<string, string>>,
  classes: ReadonlyMap<string, ClassLabel>,
): LabelRow | { readonly problem: string } {
  const { file = '', label: name = '', patient_id: patientId = '', subtype = '', split = '' } = cells;
  if (file === '') return { problem: 'It names no file.' };
  const label = classes.get(name.toLowerCase());
  if (label === undefined) {
    return { problem: 'Its label is neither normal nor pneumonia, nor mapped by classes.' };
  }
  const publishedSplit = split === '' ? undefined : publishedSplitNamed(split);
  if (split !== '' && publishedSplit === undefined) return { problem: 'Its split is none of train, val and test.' };
  const kind = subtype.toLowerCase();
  // A normal picture has no subtype; many files repeat the label there.
  const keptSubtype = label === 'pneumonia' && kind !== '' ? kind : undefined;
  if (keptSubtype !== undefined && !SUBTYPE.test(keptSubtype)) return { problem: 'Its subtype is no short word.' };
  const ageBand = readAgeBand(cells['age'] ?? '');
  if (ageBand === null) return { problem: 'Its age is neither years nor a number with y, m, w or d.' };
  const device = readDevice(cells['device'] ?? '');
  if (device === null) return { problem: 'Its device is no name of at most 64 letters, digits and simple signs.' };
  return {
    file: file.replaceAll('\\', '/').replace(/^(\.?\/)+/, ''),
    label,
    patientId,
    subtype: keptSubtype,
    split: publishedSplit,
    ageBand,
    view: readView(cells['view'] ?? ''),
    device,
  };
}
