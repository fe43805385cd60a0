import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { extraFiles, type ImageService } from './image-services.ts';
import { workspacePackagesOf } from './workspace-packages.ts';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../..');
const OUTPUT_BYTES = 16 * 2 ** 20;
const WORKSPACE_FILES = ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml', 'LICENSE', 'NOTICE'];

/** onnxruntime-node brings its libraries for every system, 290 MB of which one machine uses 35. */
const removeForeignLibraries = async (out: string): Promise<void> => {
  const store = join(out, 'node_modules', '.pnpm');
  for (const name of (await readdir(store)).filter((entry) => entry.startsWith('onnxruntime-node@'))) {
    const systems = join(store, name, 'node_modules', 'onnxruntime-node', 'bin', 'napi-v6');
    for (const system of await readdir(systems)) {
      for (const machine of await readdir(join(systems, system))) {
        if (system !== process.platform || machine !== process.arch) {
          await rm(join(systems, system, machine), { recursive: true });
        }
      }
    }
  }
};

/**
 * Makes the folder that an image runs a service from: its sources and those of the packages that it is made of, in the layout of the
 * workspace (Node takes no TypeScript out of node_modules, where `pnpm deploy` would put it), and their production dependencies. Needs
 * pnpm on the PATH, and for the gateway the built page. Throws where something is missing, or `out` is not empty.
 */
export const assembleRuntime = async (service: ImageService, out: string): Promise<void> => {
  if (existsSync(out) && (await readdir(out)).length > 0) throw new Error(`${out} is not empty.`);
  const copy = async (path: string): Promise<void> => {
    const from = join(ROOT, path);
    if (!existsSync(from))
      throw new Error(
        `${path} is missing${path.endsWith('dist') ? '; `node packages/local/bootstrap.mjs page` builds it' : ''}.`,
      );
    await cp(from, join(out, path), { recursive: true, dereference: true });
  };
  await mkdir(out, { recursive: true });
  const packages = await workspacePackagesOf(ROOT, service);
  for (const path of [
    ...WORKSPACE_FILES,
    ...packages.flatMap((folder) => [join(folder, 'package.json'), join(folder, 'src')]),
    ...extraFiles[service],
  ]) {
    await copy(path);
  }
  // Copies, never links into pnpm's store: what becomes of the folder must not become of the store.
  const flags = ['--prod', '--frozen-lockfile', '--ignore-scripts', '--prefer-offline', '--package-import-method=copy'];
  await run('pnpm', ['install', ...flags, '--filter', `@pneumo/${service}...`], { cwd: out, maxBuffer: OUTPUT_BYTES });
  await removeForeignLibraries(out);
};
