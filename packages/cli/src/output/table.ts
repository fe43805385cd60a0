/** Lines of a table: columns as wide as their widest cell, two spaces between. */
export const tableLines = (header: readonly string[], rows: readonly (readonly string[])[]): string[] => {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
};
