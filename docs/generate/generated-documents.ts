import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { commandLineDocument } from './command-line-document.ts';
import { environmentTables } from './environment-tables.ts';
import { abstentionTable, errorTables } from './error-tables.ts';

const DOCS = resolve(import.meta.dirname, '..');

/** What stands between the markers of each document. */
const GENERATED: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
  'operations.md': { environment: environmentTables },
  'troubleshooting.md': { 'error codes': errorTables, 'reasons to abstain': abstentionTable },
};

const between = (text: string, name: string, content: string): string => {
  const begin = `<!-- generated: ${name}; pnpm docs:generate -->`;
  const end = `<!-- end of ${name} -->`;
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The markers of "${name}" are missing.`);
  return `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
};

export interface GeneratedDocument {
  readonly file: string;
  readonly now: string;
  readonly wanted: string;
}

/** Documents that are generated as a whole. */
const WHOLE: Readonly<Record<string, () => string>> = { 'cli.md': commandLineDocument };

/** The documents that are generated or have generated parts: as they are, and as the code wants them. */
export const generatedDocuments = async (): Promise<GeneratedDocument[]> => {
  const inParts = Object.entries(GENERATED).map(async ([name, parts]) => {
    const file = resolve(DOCS, name);
    const now = await readFile(file, 'utf8');
    const wanted = Object.entries(parts).reduce((text, [part, make]) => between(text, part, make()), now);
    return { file, now, wanted };
  });
  const whole = Object.entries(WHOLE).map(async ([name, make]) => {
    const file = resolve(DOCS, name);
    return { file, now: await readFile(file, 'utf8').catch(() => ''), wanted: make() };
  });
  return Promise.all([...inParts, ...whole]);
};
