import { readFile, writeFile } from 'node:fs/promises';
import { apiTypes } from './api-types.ts';

const DOCUMENT = new URL('../openapi.json', import.meta.url);
const TYPES = new URL('../src/generated/api.ts', import.meta.url);

await writeFile(TYPES, await apiTypes(JSON.parse(await readFile(DOCUMENT, 'utf8')) as object));
