export type Block =
  | { type: 'heading'; level: number; text: string }
  | { type: 'paragraph'; text: string }
  | { type: 'list'; items: string[] }
  | { type: 'table'; head: string[]; rows: string[][] }
  | { type: 'picture'; words: string; address: string };

/** Cells of a row; an escaped bar is no end of a cell. */
const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());

const isRule = (line: string | undefined): boolean => line !== undefined && /^\|(\s*:?-+:?\s*\|)+$/.test(line.trim());

const blockOf = (lines: readonly string[]): Block => {
  const [first = ''] = lines;
  const picture = /^!\[([^\]]*)\]\(([^)\s]+)\)$/.exec(first);
  if (picture !== null) return { type: 'picture', words: picture[1] ?? '', address: picture[2] ?? '' };
  if (first.startsWith('|') && isRule(lines[1])) {
    return { type: 'table', head: cellsOf(first), rows: lines.slice(2).map(cellsOf) };
  }
  if (first.startsWith('- ')) return { type: 'list', items: lines.map((line) => line.replace(/^- /, '')) };
  return { type: 'paragraph', text: lines.join(' ') };
};

/**
 * The part of Markdown that model cards are written in: headings, paragraphs, lists of one level, tables and pictures. Anything else stays
 * text. Text still holds its inline marks; see `parseInline`.
 */
export const parseMarkdown = (markdown: string): Block[] =>
  markdown
    .replaceAll('\r\n', '\n')
    .split(/\n{2,}|(?<=^#{1,6} .*)\n/m)
    .flatMap((part): Block[] => {
      const lines = part.split('\n').filter((line) => line.trim() !== '');
      if (lines.length === 0) return [];
      const heading = /^(#{1,6}) (.*)$/.exec(lines[0] ?? '');
      if (heading === null) return [blockOf(lines)];
      const rest = lines.slice(1);
      return [
        { type: 'heading', level: heading[1]?.length ?? 1, text: heading[2] ?? '' },
        ...(rest.length === 0 ? [] : [blockOf(rest)]),
      ];
    });

export interface Inline {
  mark: 'text' | 'code' | 'strong' | 'emphasis';
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

const plain = (text: string): string =>
  text.replace(/\\([\\`*_[\]|#!])/g, '$1').replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity);

/** Splits text at its marks for code, strong and emphasis; escapes and entities become the characters that they stand for. */
export const parseInline = (text: string): Inline[] => {
  const parts: Inline[] = [];
  let from = 0;
  for (const found of text.matchAll(/`([^`]+)`|(?<!\\)\*\*(.+?)(?<!\\)\*\*|(?<![\\*])\*([^*]+?)(?<!\\)\*/g)) {
    if (found.index > from) parts.push({ mark: 'text', text: plain(text.slice(from, found.index)) });
    const [, code, strong, emphasis] = found;
    if (code !== undefined) parts.push({ mark: 'code', text: code });
    else if (strong !== undefined) parts.push({ mark: 'strong', text: plain(strong) });
    else parts.push({ mark: 'emphasis', text: plain(emphasis ?? '') });
    from = found.index + found[0].length;
  }
  if (from < text.length) parts.push({ mark: 'text', text: plain(text.slice(from)) });
  return parts;
};
