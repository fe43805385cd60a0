import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { ClassLabel, RejectedFile } from '../../contracts/index.ts';
import { PneumoError } from '../errors.ts';
import { type LabelRow, readLabelRow } from './label-row.ts';

const REQUIRED = ['file', 'label', 'patient_id'];
const PIECE_BYTES = 64 * 1024;
const MAX_RECORD_CHARACTERS = 8_192;

export interface ReadLabels {
  readonly rows: (LabelRow & { readonly line: number })[];
  /** Rows that say nothing usable; `sourceName` tells their line. */
  readonly rejected: RejectedFile[];
}

/**
 * labels.csv -> one row per file, in order. Rows that repeat each other count once; rows that contradict each other all fall out.
 * Throws PneumoError labels_unreadable for what is no such table at all.
 */
export async function readLabels(
  { path, bytes }: { path: string; bytes: Uint8Array },
  classes: Readonly<Record<string, ClassLabel>>,
): Promise<ReadLabels> {
  const names = new Map<string, ClassLabel>([
    ['normal', 'normal'],
    ['pneumonia', 'pneumonia'],
    ...Object.entries(classes).map(([name, label]): [string, ClassLabel] => [name.trim().toLowerCase(), label]),
  ]);
  const rejected: RejectedFile[] = [];
  const byFile = new Map<string, { row: LabelRow; line: number }[]>();
  const reject = (line: number, code: string, message: string): void => {
    rejected.push({ sourceName: `${path}:${line}`, code, message, line });
  };
  await forEachRecord(bytes, (cells, line) => {
    if (cells === undefined) {
      reject(line, 'label_row_invalid', 'It has another number of cells than the header, or broken quotes.');
      return;
    }
    const row = readLabelRow(cells, names);
    if ('problem' in row) reject(line, 'label_row_invalid', row.problem);
    else byFile.set(row.file, [...(byFile.get(row.file) ?? []), { row, line }]);
  });

  const rows: ReadLabels['rows'] = [];
  for (const [first, ...others] of byFile.values()) {
    const contradicted = others.some(({ row }) => JSON.stringify(row) !== JSON.stringify(first!.row));
    if (!contradicted) rows.push({ ...first!.row, line: first!.line });
    for (const { line } of contradicted ? [first!, ...others] : others) {
      if (contradicted) reject(line, 'label_row_contradicts', 'Another row says something else of the same file.');
      else reject(line, 'label_row_repeated', 'An earlier row says the same of this file.');
    }
  }
  return { rows, rejected };
}

type OnRecord = (cells: Readonly<Record<string, string>> | undefined, line: number) => void;

/** In pieces, so that a long table never holds the event loop. */
async function forEachRecord(bytes: Uint8Array, onRecord: OnRecord): Promise<void> {
  const skipped: number[] = [];
  const parser = parse({
    bom: true,
    trim: true,
    info: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_CHARACTERS,
    columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()),
    skip_records_with_error: true,
    on_skip: (error) => {
      skipped.push(typeof error?.lines === 'number' ? error.lines : parser.info.lines);
      return undefined;
    },
  });
  let hasHeader = false;
  try {
    for await (const item of Readable.from(pieces(bytes)).pipe(parser)) {
      const { record, info } = item as { record: Record<string, string>; info: { lines: number } };
      if (!hasHeader) requireColumns(record);
      hasHeader = true;
      for (const line of skipped.splice(0)) onRecord(undefined, line);
      onRecord(record, info.lines);
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new PneumoError('labels_unreadable', 'labels.csv is not a table of comma-separated values.', {
      cause: error,
    });
  }
  if (!hasHeader) throw new PneumoError('labels_unreadable', 'labels.csv has no rows.');
  for (const line of skipped) onRecord(undefined, line);
}

function requireColumns(record: Readonly<Record<string, string>>): void {
  const missing = REQUIRED.filter((name) => !(name in record));
  if (missing.length > 0) throw new PneumoError('labels_unreadable', `labels.csv has no column ${missing.join(', ')}.`);
}

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}
