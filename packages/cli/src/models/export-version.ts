import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CommandRun } from '../cli-context.ts';
import { CliError, EXIT_CODES } from '../cli-error.ts';
import { loadFromGateway } from '../evaluate/load-version.ts';
import { preprocessModule, USAGE_MODULE, usageReadme } from './usage-example.ts';

export interface ExportedVersion {
  readonly version: string;
  readonly folder: string;
  /** Names in the folder, in order. */
  readonly files: readonly string[];
  readonly disclaimer: string;
}

const assertFree = async (folder: string): Promise<void> => {
  const there = await readdir(folder).catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    throw new CliError(`${folder} cannot be used (${code ?? message}).`, EXIT_CODES.failed, { cause: error });
  });
  if (there.length > 0) throw new CliError(`${folder} is not empty: name another folder with --out.`);
};

/** Writes a version with its card and an example into a new folder, which appears once it is whole. Throws CliError. */
export const exportVersion = async (
  run: CommandRun,
  reference: string,
  folderFor: (version: string) => string,
): Promise<ExportedVersion> => {
  const loaded = await loadFromGateway(run.api, reference);
  const { manifest } = loaded;
  const { version, disclaimer } = manifest;
  const folder = folderFor(version);
  await assertFree(folder);
  const draft = `${folder}.${randomUUID().slice(0, 8)}.partial`;
  const sums: string[] = [];
  const put = async (name: string, content: Uint8Array | string): Promise<void> => {
    await mkdir(dirname(join(draft, name)), { recursive: true });
    await writeFile(join(draft, name), content);
    sums.push(`${createHash('sha256').update(content).digest('hex')}  ${name}`);
  };
  try {
    const names = Object.keys(manifest.files);
    for (const [done, name] of names.entries()) {
      run.progress.show({ stage: `fetching ${name}`, done, total: names.length, unit: 'files' });
      await put(name, await loaded.file(name));
    }
    run.progress.clear();
    await put('manifest.json', loaded.manifestBytes);
    const card = await run.api.send(`/v1/models/${encodeURIComponent(version)}/card`);
    await put('card.md', await card.text());
    await put('README.md', usageReadme(manifest));
    await put('preprocess.mjs', await preprocessModule(manifest));
    await put('usage.mjs', USAGE_MODULE);
    const files = [...sums.map((line) => line.slice(66)), 'SHA256SUMS'].sort();
    await writeFile(join(draft, 'SHA256SUMS'), `${sums.join('\n')}\n`);
    // An empty folder may be there; rename replaces that, and nothing else.
    await rename(draft, folder);
    return { version, folder, files, disclaimer };
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
};
