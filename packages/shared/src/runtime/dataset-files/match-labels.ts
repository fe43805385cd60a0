import type { RejectedFile } from '../../contracts/index.ts';
import type { LabelRow } from './label-row.ts';

type NumberedRow = LabelRow & { readonly line: number };

export interface MatchedLabels {
  readonly rowOf: ReadonlyMap<string, LabelRow>;
  /** Rows that no file, or no single one, belongs to. */
  readonly rejected: RejectedFile[];
}

/**
 * Which file each row means: the path beside labels.csv as written; else the one file anywhere below it whose path ends so, since
 * archives often wrap the folders that a table speaks of.
 */
export function matchLabels(labelsPath: string, rows: readonly NumberedRow[], paths: readonly string[]): MatchedLabels {
  const folder = labelsPath.slice(0, labelsPath.lastIndexOf('/') + 1);
  const rowByFile = new Map(rows.map((row) => [row.file, row]));
  const candidates = new Map<LabelRow, string[]>();
  for (const path of paths) {
    if (path === labelsPath || !path.startsWith(folder)) continue;
    const row = longestEnding(path.slice(folder.length), rowByFile);
    if (row !== undefined) candidates.set(row, [...(candidates.get(row) ?? []), path]);
  }
  const rowOf = new Map<string, LabelRow>();
  const rejected: RejectedFile[] = [];
  for (const row of rows) {
    const files = candidates.get(row) ?? [];
    const exact = files.find((path) => path === folder + row.file);
    const path = exact ?? (files.length === 1 ? files[0] : undefined);
    if (path !== undefined) rowOf.set(path, row);
    else if (files.length === 0) {
      rejected.push({
        sourceName: row.file,
        code: 'label_without_file',
        message: 'labels.csv names a file that is not there.',
        line: row.line,
      });
    } else {
      const message = `labels.csv can mean any of ${files.length} files by this name.`;
      rejected.push({ sourceName: row.file, code: 'label_ambiguous', message, line: row.line });
    }
  }
  return { rowOf, rejected };
}

function longestEnding(path: string, rowByFile: ReadonlyMap<string, LabelRow>): LabelRow | undefined {
  for (let rest = path; ; ) {
    const row = rowByFile.get(rest);
    if (row !== undefined) return row;
    const slash = rest.indexOf('/');
    if (slash < 0) return undefined;
    rest = rest.slice(slash + 1);
  }
}
