import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { sectionOf } from './changelog.ts';

/* `node deploy/release/notes-main.ts TAG` prints what CHANGELOG.md says of a release. Ends with 1 where tag, package.json and changelog do not agree. */

const ROOT = resolve(import.meta.dirname, '../..');
const [tag] = process.argv.slice(2);
const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
const notes = sectionOf(await readFile(join(ROOT, 'CHANGELOG.md'), 'utf8'), version);
if (tag !== `v${version}`) {
  console.error(`the tag is ${tag ?? 'missing'}, and package.json has ${version}`);
  process.exitCode = 1;
} else if (notes === undefined) {
  console.error(`CHANGELOG.md says nothing of ${version}`);
  process.exitCode = 1;
} else {
  console.log(notes);
}
