import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface PackageJson {
  name: string;
  dependencies?: Record<string, string>;
}

const readPackage = async (folder: string): Promise<PackageJson> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as PackageJson;

/** Folders of a service and of all packages of the workspace that it is made of, from the root. */
export const workspacePackagesOf = async (root: string, service: string): Promise<string[]> => {
  const found = new Set<string>();
  const visit = async (folder: string): Promise<void> => {
    if (found.has(folder)) return;
    found.add(folder);
    const { dependencies = {} } = await readPackage(join(root, folder));
    for (const [name, version] of Object.entries(dependencies)) {
      if (version.startsWith('workspace:')) await visit(`packages/${name.replace('@pneumo/', '')}`);
    }
  };
  await visit(`services/${service}`);
  return [...found].sort();
};
