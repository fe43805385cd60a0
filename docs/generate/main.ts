import { writeFile } from 'node:fs/promises';
import { generatedDocuments } from './generated-documents.ts';

for (const { file, now, wanted } of await generatedDocuments()) {
  if (now !== wanted) await writeFile(file, wanted);
  process.stdout.write(`${now === wanted ? 'up to date' : 'written'}: ${file}\n`);
}
