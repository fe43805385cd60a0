const cell = (text: string): string =>
  text === '' ? ' ' : ` ${text.replaceAll('|', '\\|').replaceAll('<', '\\<').replaceAll('\n', ' ')} `;

/** A Markdown table; the cells of each row in the order of `head`. */
export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const line = (cells: readonly string[]): string => `|${cells.join('|')}|`;
  return [line(head.map(cell)), line(head.map(() => '---')), ...rows.map((row) => line(row.map(cell)))].join('\n');
};
